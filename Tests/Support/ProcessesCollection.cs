using Tests.Images;

namespace Tests.Support;

/// <summary>
/// Tests that start processes: run one at a time and never in parallel with others, so that their deadlines are
/// meaningful.
/// </summary>
[CollectionDefinition("processes", DisableParallelization = true)]
public sealed class ProcessesCollection : ICollectionFixture<PublishedImages>;
