using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Jobs.Submissions;

namespace Jobs.Queues;

/// <summary>The wire format of a <see cref="JobMessage"/>: JSON with a schema version.</summary>
/// <example><c>{"v":1,"jobId":"…","submissionId":"…","kind":"link","key":"M4gD1WSo5mA"}</c></example>
public static class JobMessageJson
{
    public const int Version = 1;

    /// <summary>Maximum size of a message; a larger one is rejected before it is parsed.</summary>
    public const int MaxBytes = 8 * 1024;

    public static byte[] Write(JobMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var buffer = new ArrayBufferWriter<byte>(192);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("v"u8, Version);
            json.WriteString("jobId"u8, message.JobId.ToString());
            json.WriteString("submissionId"u8, message.SubmissionId.ToString());
            json.WriteString("kind"u8, message.Kind);
            json.WriteString("key"u8, message.Key);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a message; <paramref name="problem"/> is one sentence about an invalid one.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> value,
        string? traceParent,
        [NotNullWhen(true)] out JobMessage? message,
        [NotNullWhen(false)] out string? problem)
    {
        message = null;
        if (value.Length > MaxBytes)
        {
            problem = $"The message is {value.Length} bytes long; a job message has at most {MaxBytes}.";
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(value);
            return TryRead(document.RootElement, traceParent, out message, out problem);
        }
        catch (JsonException)
        {
            problem = "The message is not JSON.";
            return false;
        }
        catch (InvalidOperationException)
        {
            // Invalid UTF-8 and lone surrogates are detected only when the string is read.
            problem = "The message has a text that is not valid UTF-8.";
            return false;
        }
    }

    private static bool TryRead(
        JsonElement root, string? traceParent, out JobMessage? message, out string? problem)
    {
        message = null;
        if (root.ValueKind != JsonValueKind.Object)
        {
            problem = "The message is not a JSON object.";
            return false;
        }

        if (!root.TryGetProperty("v"u8, out var version) || !version.TryGetInt32OrNone(out var number))
        {
            problem = "The message has no schema version \"v\".";
            return false;
        }

        if (number != Version)
        {
            problem = $"The message has schema version {number}; this program reads version {Version}.";
            return false;
        }

        if (!JobId.TryParse(Text(root, "jobId"u8), out var jobId)
            || !SubmissionId.TryParse(Text(root, "submissionId"u8), out var submissionId))
        {
            problem = "The message has no \"jobId\" and \"submissionId\" of 32 hexadecimal digits.";
            return false;
        }

        if (Text(root, "kind"u8) is not { Length: > 0 } kind || Text(root, "key"u8) is not { Length: > 0 } key)
        {
            problem = "The message has no \"kind\" and \"key\".";
            return false;
        }

        problem = null;
        message = new JobMessage(jobId, submissionId, kind, key, traceParent);
        return true;
    }

    private static string? Text(JsonElement root, ReadOnlySpan<byte> name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool TryGetInt32OrNone(this JsonElement element, out int number)
    {
        number = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out number);
    }
}
