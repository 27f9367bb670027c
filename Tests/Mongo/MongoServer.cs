using Tests.Support;

namespace Tests.Mongo;

/// <summary>The MongoDB server for tests: each test uses its own database there, and drops it.</summary>
internal static class MongoServer
{
    public const string Variable = "LINKS_TEST_MONGO";

    public static string? Address { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } address ? address : null;

    public static string? WhyMissing { get; } = Address is null
        ? $"Needs MongoDB: set {Variable} to its address, as mongodb://127.0.0.1:27017."
        : null;
}

/// <summary>A test that needs MongoDB; skipped without one, with a reason that says how to name one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MongoFactAttribute : FactAttribute
{
    public MongoFactAttribute() => Skip = MongoServer.WhyMissing;
}

/// <summary>Marks a class that derives from a contract.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NeedsMongoAttribute : NeedsAttribute
{
    public override string? WhyMissing => MongoServer.WhyMissing;
}
