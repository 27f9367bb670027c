namespace Files.Uploads;

/// <summary>Represents a received file on disk. Disposing deletes it.</summary>
/// <param name="Path">Path of the file.</param>
/// <param name="Name">The sender's name for it, without folders.</param>
/// <param name="Sha256">Digest of the bytes as sent.</param>
public sealed record Upload(string Path, string? Name, string Sha256) : IDisposable
{
    /// <summary>
    /// Unpacks the file in place; null if it is not compressed. Called in the turn in which it is read.
    /// </summary>
    internal Func<CancellationToken, Task>? Unpack { get; init; }

    /// <summary>The share of the file in the budget of all uploads.</summary>
    internal UploadShare? Share { get; init; }

    public void Dispose()
    {
        File.Delete(Path);
        Share?.Dispose();
    }
}
