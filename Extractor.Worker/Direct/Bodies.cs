namespace Extractor.Worker.Direct;

internal static class Bodies
{
    /// <summary>Reads at most <paramref name="limit"/> bytes and one more, so that what is too long shows.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(
        HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Min(limit, request.ContentLength ?? limit) + 1];
        var read = await request.Body.ReadAtLeastAsync(
            buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer.AsMemory(0, read);
    }
}
