namespace Tests.Support;

/// <summary>A folder of its own for a test, removed at its end.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("aspire-test-").FullName;

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A file that is still open somewhere: the system's cleaning of its temporary folder takes it.
        }
    }
}
