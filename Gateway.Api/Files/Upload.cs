namespace Gateway.Api.Files;

/// <summary>A body that has arrived whole, as a file of ours. Disposing deletes it.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">What the sender calls it, without folders.</param>
/// <param name="Sha256">Digest of the bytes as they were sent.</param>
/// <param name="Fields">The other fields of a form.</param>
internal sealed record Upload(string Path, string? Name, string Sha256, IReadOnlyDictionary<string, string> Fields) : IDisposable
{
    public void Dispose() => File.Delete(Path);
}

/// <summary>The upload cannot be taken.</summary>
/// <param name="status">The status to answer.</param>
/// <param name="message">One sentence that says what to do.</param>
internal sealed class UploadRefusedException(int status, string message) : Exception(message)
{
    public int Status => status;
}
