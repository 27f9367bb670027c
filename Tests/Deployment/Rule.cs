namespace Tests.Deployment;

/// <summary>Reads an output as its consumer does.</summary>
internal interface IPublished<TSelf> where TSelf : IPublished<TSelf>
{
    /// <summary>File of a sample that names none.</summary>
    static abstract string DefaultFile { get; }

    static abstract TSelf Read(Output output);
}

/// <summary>Represents one demand of a consumer of published files.</summary>
internal abstract record Rule
{
    /// <summary>Consumer and subject, as in <c>azd/secret-default</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The demand in one sentence.</summary>
    public required string Demand { get; init; }

    /// <summary>Address of the source that demands it.</summary>
    public required string Source { get; init; }

    /// <summary>Minimal output that breaks the rule.</summary>
    public required string Bad { get; init; }

    /// <summary>Minimal output that satisfies the rule.</summary>
    public required string Good { get; init; }

    public abstract IReadOnlyList<string> Findings(Output output);

    public abstract IReadOnlyList<string> FindingsOfSample(string text);

    public sealed override string ToString() => Id;
}

/// <summary>Checks one kind of output.</summary>
internal sealed record Rule<T> : Rule where T : IPublished<T>
{
    /// <summary>Returns one sentence per violation, which names the place.</summary>
    public required Func<T, IEnumerable<string>> Check { get; init; }

    public override IReadOnlyList<string> Findings(Output output) => [.. Check(T.Read(output))];

    public override IReadOnlyList<string> FindingsOfSample(string text) =>
        Findings(Output.Sample(text, T.DefaultFile));
}
