namespace Extractor.Worker.Direct;

internal static class RequestBody
{
    /// <summary>Reads up to <paramref name="limit"/> bytes plus one, which shows that a body is too long.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(
        HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Min(limit, request.ContentLength ?? limit) + 1];
        var read = await request.Body.ReadAtLeastAsync(
            buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer.AsMemory(0, read);
    }
}
