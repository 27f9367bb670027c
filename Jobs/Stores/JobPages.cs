using System.Runtime.CompilerServices;

namespace Jobs.Stores;

/// <summary>Extends <see cref="IJobReader"/> with queries over several pages.</summary>
public static class JobPages
{
    /// <summary>Reads every page of a query.</summary>
    /// <param name="reader">The store.</param>
    /// <param name="query">The query; its limit is the size of a page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async IAsyncEnumerable<IReadOnlyList<Job>> ReadPagesAsync(
        this IJobReader reader, JobQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(query);
        while (true)
        {
            var page = await reader.ListAsync(query, cancellationToken);
            yield return page.Items;
            if (page.Next is null)
                yield break;
            query = query with { After = JobId.TryParse(page.Next, out var last) ? last : null };
        }
    }
}
