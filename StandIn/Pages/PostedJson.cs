using System.Text;
using System.Text.Json;

namespace StandIn.Pages;

/// <summary>The body of a POST: a JSON object of which only single properties at the top matter.</summary>
internal sealed class PostedJson(byte[] body)
{
    // A request of an extractor is 1 to 2 KB.
    private const int MaxLength = 64 * 1024;

    /// <returns>Null when it is too large.</returns>
    public static async ValueTask<PostedJson?> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream(2048);
        var buffer = new byte[2048];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
        {
            if (body.Length + read > MaxLength)
                return null;
            body.Write(buffer, 0, read);
        }

        return new PostedJson(body.ToArray());
    }

    /// <returns>A text, or a number as it is written; null when there is none, or the body is no JSON.</returns>
    public string? Find(string name)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            while (json.Read())
            {
                if (json.TokenType is not JsonTokenType.PropertyName)
                    continue;
                var isAsked = json.ValueTextEquals(name);
                json.Read();
                if (isAsked)
                {
                    return json.TokenType switch
                    {
                        JsonTokenType.String => json.GetString(),
                        JsonTokenType.Number => Encoding.UTF8.GetString(json.ValueSpan),
                        _ => null,
                    };
                }

                json.Skip();
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return null;
    }
}
