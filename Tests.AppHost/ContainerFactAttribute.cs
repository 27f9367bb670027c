using AppHost;

namespace Tests.AppHost;

/// <summary>
/// Marks a test that needs a container runtime; without one it is skipped with that reason.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ContainerFactAttribute : FactAttribute
{
    public ContainerFactAttribute() => Skip = Missing.Value;

    private static Lazy<string?> Missing { get; } = new(() =>
        ContainerRuntime.WhyMissing(Environment.GetEnvironmentVariable(ContainerRuntime.Variable)) is null
            ? null
            : "Needs docker or podman, to start Kafka and MongoDB in containers.");
}
