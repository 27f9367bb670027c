using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Adapters.Webhooks;

/// <summary>
/// The headers of https://www.standardwebhooks.com: who gets a message can tell that we sent it, when, and whether it
/// had it before. Pure.
/// </summary>
internal static class WebhookSignature
{
    public const string Id = "webhook-id";
    public const string Timestamp = "webhook-timestamp";
    public const string Signature = "webhook-signature";

    public static void Sign(HttpRequestMessage request, byte[] key, string id, DateTimeOffset at, string body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add(Id, id);
        request.Headers.Add(Timestamp, seconds);
        request.Headers.Add(Signature, Of(key, id, seconds, body));
    }

    public static string Of(byte[] key, string id, string seconds, string body) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{seconds}.{body}")))}";
}
