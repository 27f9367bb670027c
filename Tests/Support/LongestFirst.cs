using Tests.Page;
using Tests.Support;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer($"Tests.Support.{nameof(LongestFirst)}", "Tests")]

namespace Tests.Support;

/// <summary>
/// Starts the long groups first, so that the many short classes fill the time in which they wait.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
        [BrokerTests.Name, HostTests.Name, PageTestGroup.Name, ProgramTests.Name];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        [.. testCollections.OrderByDescending(collection => Long.Contains(collection.DisplayName))];
}
