namespace Tests.Support;

/// <summary>
/// Tests that start processes: one after the other and beside no other test, so that their deadlines mean something.
/// </summary>
[CollectionDefinition("processes", DisableParallelization = true)]
public sealed class ProcessesCollection;
