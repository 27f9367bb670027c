namespace Tests.Support;

/// <summary>A test that needs a system file; skipped without it, with a reason that names the file.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsFileFactAttribute : FactAttribute
{
    public NeedsFileFactAttribute(string path) =>
        Skip = File.Exists(path) ? null : $"Needs {path}, which this system does not have.";
}
