using Tests.Support;

namespace Tests.Mongo;

/// <summary>The MongoDB that tests may use: each test class has a database of its own there, and drops it.</summary>
internal static class MongoServer
{
    public const string Variable = "LINKS_TEST_MONGO";

    public static string? Address { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } address ? address : null;

    public static string? WhyMissing { get; } = Address is null
        ? $"Needs a MongoDB: set {Variable} to its address, as mongodb://127.0.0.1:27017."
        : null;
}

/// <summary>A test that needs a MongoDB; without one it is skipped, and the reason says how to name one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MongoFactAttribute : FactAttribute
{
    public MongoFactAttribute() => Skip = MongoServer.WhyMissing;
}

/// <summary>On a class that derives from a contract.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NeedsMongoAttribute : NeedsAttribute
{
    public override string? WhyMissing => MongoServer.WhyMissing;
}
