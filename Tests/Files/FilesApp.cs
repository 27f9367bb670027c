using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Adapters.Sqlite;
using Jobs;
using Jobs.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StandIn.Settings;
using Tables;
using Tests.Gateway;
using Tests.Geocoding;
using Tests.Spreadsheets;

namespace Tests.Files;

/// <summary>Submits files to a gateway and reads their results.</summary>
internal static class FilesApp
{
    public static string[] Districts { get; } =
    [
        $"Geocoding:Boundaries:0:Path={Maps.SubsetPath}",
        "Geocoding:Boundaries:0:Level=emd",
        "Geocoding:Boundaries:0:NameFields:0=sido",
        "Geocoding:Boundaries:0:NameFields:1=sigungu",
        "Geocoding:Boundaries:0:NameFields:2=name",
        $"Geocoding:Boundaries:0:Attribution={Maps.SubsetBoundary.Attribution}",
    ];

    public static Task<GatewayApp> StartAsync(StandInSettings? settings = null, params string[] configuration) =>
        GatewayApp.StartAsync(settings, [.. Districts, .. configuration]);

    /// <summary>Starts a gateway whose store of submissions fails as told.</summary>
    public static Task<GatewayApp> StartFaultyAsync(FaultySubmissions faults, params string[] configuration) =>
        GatewayApp.StartWithAsync(
            services => services.AddSingleton<ISubmissionStore>(
                provider => faults.Over(provider.GetRequiredService<SqliteJobStore>())),
            null, [.. Districts, .. configuration]);

    public static byte[] Sample(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Files", name));

    public static Task<HttpResponseMessage> PostAsync(this GatewayApp app, string address, byte[] file) =>
        app.Client.PostAsync(address, new ByteArrayContent(file));

    public static Task<HttpResponseMessage> PostAsync(this GatewayApp app, string address, string file) =>
        app.PostAsync(address, Encoding.UTF8.GetBytes(file));

    /// <summary>Submits a file, waits until its rows are done, and returns the submission's ID.</summary>
    public static async Task<string> RunAsync(this GatewayApp app, string address, byte[] file)
    {
        using var response = await app.PostAsync(address, file);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        await app.UntilDoneAsync(id);
        return id;
    }

    public static async Task<List<string[]>> ResultAsync(
        this GatewayApp app, string id, string parameters = "format=csv") =>
        TableFiles.ReadTexts(
            await app.Client.GetByteArrayAsync($"/submissions/{id}/result?{parameters}"),
            new TableOptions(Separator: ','));

    /// <summary>Lists the uploads and prepared files on disk.</summary>
    public static string[] LeftOnDisk(this GatewayApp app)
    {
        var data = app.Services.GetRequiredService<IOptions<DataOptions>>().Value.Path;
        var folders = new[] { "uploads", "files" }.Select(folder => Path.Combine(data, folder));
        return
        [
            .. folders.Where(Directory.Exists)
                .SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
                .Where(file => Path.GetExtension(file) != ".lock"),
        ];
    }
}
