using System.Collections.Frozen;

namespace Jobs.Running;

/// <summary>All kinds of work known to this process; each domain registers its own as <see cref="JobKind"/>.</summary>
public sealed class JobKinds(IEnumerable<JobKind> kinds)
{
    private readonly FrozenDictionary<string, JobKind> byName = kinds.ToFrozenDictionary(
        kind => kind.Name, StringComparer.Ordinal);

    public IReadOnlyList<JobKind> All => byName.Values;

    public JobKind? Find(string name) => byName.GetValueOrDefault(name);
}
