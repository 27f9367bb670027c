namespace Tests.Support;

/// <summary>A test that needs a file of the system; without it it is skipped, and the reason names the file.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsFileFactAttribute : FactAttribute
{
    public NeedsFileFactAttribute(string path) =>
        Skip = File.Exists(path) ? null : $"Needs {path}, which this system does not have.";
}
