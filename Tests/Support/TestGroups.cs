using Tests.Images;

namespace Tests.Support;

/// <summary>
/// Tests that start a broker and processes around it. Like the other groups of this file, they run one at a time, and
/// side by side with the rest: they mostly wait.
/// </summary>
[CollectionDefinition(Name)]
public sealed class BrokerTests
{
    public const string Name = "broker";
}

/// <summary>Tests that start gateways, workers, and whole applications as processes, and kill them.</summary>
[CollectionDefinition(Name)]
public sealed class HostTests : ICollectionFixture<PublishedImages>
{
    public const string Name = "hosts";
}

/// <summary>Tests that run yt-dlp, ffmpeg, and other programs.</summary>
[CollectionDefinition(Name)]
public sealed class ProgramTests
{
    public const string Name = "programs";
}
