using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Adapters.Webhooks;

/// <summary>
/// Signs a message by https://www.standardwebhooks.com: the receiver can verify its sender and time, and recognize a
/// repeated message. Pure.
/// </summary>
internal static class WebhookSignature
{
    public const string Id = "webhook-id";
    public const string Timestamp = "webhook-timestamp";
    public const string Signature = "webhook-signature";

    public static void Sign(
        HttpRequestMessage request, IReadOnlyList<byte[]> keys, string id, DateTimeOffset at, string body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add(Id, id);
        request.Headers.Add(Timestamp, seconds);
        
        // The convention separates the signatures of several keys by spaces.
        request.Headers.Add(Signature, string.Join(' ', keys.Select(key => Of(key, id, seconds, body))));
    }

    public static string Of(byte[] key, string id, string seconds, string body) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{seconds}.{body}")))}";
}
