using System.Collections.Frozen;

namespace Jobs.Running;

/// <summary>The handlers of this process, by kind of job.</summary>
public sealed class JobHandlers(IEnumerable<IJobHandler> handlers)
{
    private readonly FrozenDictionary<string, IJobHandler> byKind =
        handlers.ToFrozenDictionary(handler => handler.Kind.Name, StringComparer.Ordinal);

    /// <summary>The kinds that this process can run.</summary>
    public IReadOnlyList<JobKind> Kinds => [.. byKind.Values.Select(handler => handler.Kind)];

    public IJobHandler? Find(string kind) => byKind.GetValueOrDefault(kind);
}
