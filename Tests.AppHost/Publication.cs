namespace Tests.AppHost;

/// <summary>Files that the AppHost publishes.</summary>
internal sealed class Publication : IDisposable
{
    /// <summary>A secret that no published file may contain.</summary>
    public const string Secret = "do-not-write-me-4711";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("publication-");

    private Publication()
    {
    }

    /// <summary>Settings of the production way: Event Hubs and Atlas.</summary>
    public static IReadOnlyDictionary<string, string> External { get; } = new Dictionary<string, string>
    {
        ["ConnectionStrings__kafka"] = "broker.example:9093",
        ["ConnectionStrings__links"] = $"mongodb+srv://links:{Secret}@store.example/links",
        ["Kafka__Client__security.protocol"] = "SASL_SSL",
        ["Kafka__Client__sasl.mechanism"] = "PLAIN",
        ["Kafka__Client__sasl.username"] = "$ConnectionString",
        ["Kafka__Client__sasl.password"] = Secret,
        ["Kafka__Compression"] = "none",
        ["Kafka__ReplicationFactor"] = "3",
    };

    public IReadOnlyList<string> Files =>
        [.. folder.EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder.FullName, file.FullName).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    public string this[string file] => File.ReadAllText(Path.Combine(folder.FullName, file));

    /// <summary>Publishes the manifest that azd reads.</summary>
    public static Task<Publication> ManifestAsync(
        IReadOnlyDictionary<string, string>? variables = null, params string[] args) =>
        CreateAsync(
            variables,
            folder => ["--publisher", "manifest", "--output-path", Path.Combine(folder, "manifest.json")],
            args);

    /// <param name="target"><c>compose</c> or <c>kubernetes</c>.</param>
    /// <param name="variables">Further environment variables of the AppHost.</param>
    /// <param name="args">Further arguments of the AppHost.</param>
    public static Task<Publication> ToAsync(
        string target, IReadOnlyDictionary<string, string>? variables = null, params string[] args) =>
        CreateAsync(
            variables,
            folder => ["--operation", "publish", "--step", "publish", "--target", target, "--output-path", folder],
            args);

    public void AssertNoSecret() =>
        Assert.All(Files, file => Assert.DoesNotContain(Secret, this[file], StringComparison.Ordinal));

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task<Publication> CreateAsync(
        IReadOnlyDictionary<string, string>? variables, Func<string, string[]> publish, string[] args)
    {
        var publication = new Publication();
        using var process = new AppHostProcess { Variables = variables ?? new Dictionary<string, string>() };
        var (exitCode, error) = await process.RunAsync([.. publish(publication.folder.FullName), .. args]);
        Assert.True(exitCode == 0, error);
        return publication;
    }
}
