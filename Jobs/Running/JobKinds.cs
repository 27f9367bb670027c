using System.Collections.Frozen;

namespace Jobs.Running;

/// <summary>
/// All kinds of work that this process knows of; a domain registers each of its own as a <see cref="JobKind"/>.
/// </summary>
public sealed class JobKinds(IEnumerable<JobKind> kinds)
{
    private readonly FrozenDictionary<string, JobKind> byName = kinds.ToFrozenDictionary(
        kind => kind.Name, StringComparer.Ordinal);

    public IReadOnlyList<JobKind> All => byName.Values;

    public JobKind? Find(string name) => byName.GetValueOrDefault(name);
}
