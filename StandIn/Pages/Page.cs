using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;

namespace StandIn.Pages;

/// <summary>An answer that is ready to be sent, and the videos that it is about.</summary>
internal readonly record struct Page(int Status, string ContentType, ReadOnlyMemory<byte> Body, StringValues Videos)
{
    // YouTube writes other scripts as they are, and so do these pages: a parser that cannot read them is found here.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions SerializerOptions =
        new() { Encoder = Options.Encoder, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static Page Json(ReadOnlyMemory<byte> body, StringValues videos, int status = StatusCodes.Status200OK) =>
        new(status, "application/json; charset=UTF-8", body, videos);

    public static Page Json(Action<Utf8JsonWriter> write, StringValues videos, int status = StatusCodes.Status200OK)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
            write(json);
        return Json(buffer.WrittenMemory, videos, status);
    }

    /// <summary>For pages that are rarely requested: <paramref name="value"/> is serialized as it is.</summary>
    public static Page Json(object value, int status = StatusCodes.Status200OK) =>
        Json(JsonSerializer.SerializeToUtf8Bytes(value, SerializerOptions), default(StringValues), status);

    public static Page Text(
        int status, string body, StringValues videos, string contentType = "text/plain; charset=utf-8") =>
        new(status, contentType, Encoding.UTF8.GetBytes(body), videos);
}
