namespace Tests.Pace;

/// <summary>A test that takes minutes; it runs only where the environment variable <c>LONG_RUNS</c> is set.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongRunFactAttribute : FactAttribute
{
    private const string Variable = "LONG_RUNS";

    public LongRunFactAttribute() => Skip = Environment.GetEnvironmentVariable(Variable) is null
        ? $"It takes minutes: set {Variable}=1 to run it."
        : null;
}
