using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Files.Uploads;
using Jobs.Disk;
using Microsoft.Extensions.DependencyInjection;
using Tests.Files;
using Tests.Gateway;
using Tests.Support;

namespace Tests.Hostile;

/// <summary>All uploads together have one budget, and the disk has a floor.</summary>
public sealed class UploadBudgetTests
{
    private const long Mebibyte = 1024 * 1024;

    [Fact]
    public async Task Below_the_floor_nothing_is_accepted_and_accepted_work_is_finished()
    {
        var drive = new FakeDrive { Free = 600 * Mebibyte };
        await using var app = await StartAsync(drive);
        var accepted = await app.SubmitAsync("stand000001", "stand000002");
        drive.Free = 511 * Mebibyte;

        using var links = await app.Client.PostAsJsonAsync("/links", new { links = "stand000003" });
        using var file = await app.PostAsync("/files", "link\nstand000004\n");
        using var preview = await app.PostAsync("/files/preview", "link\nstand000004\n");
        using var health = await app.Client.GetAsync("/health");
        var status = (await app.GetAsync("/status")).GetProperty("disk");

        Assert.All([links, file, preview], response => Assert.NotNull(response.Headers.RetryAfter));
        foreach (var response in new[] { links, file, preview })
        {
            Assert.EndsWith(
                "has 511 MiB free, and Data:MinFreeBytes keeps 512 MiB of it: nothing more is accepted until some "
                + "space is free.",
                (await response.ProblemAsync(HttpStatusCode.ServiceUnavailable)).Detail(),
                StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal(
            "Degraded",
            (await health.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("checks").GetProperty("disk")
                .GetProperty("status").GetString());
        Assert.Equal(drive.Free, status.GetProperty("freeBytes").GetInt64());
        Assert.Contains("nothing more is accepted", status.GetProperty("reason").GetString(), StringComparison.Ordinal);
        await app.UntilDoneAsync(accepted);

        drive.Free = 600 * Mebibyte;
        await app.UntilDoneAsync(await app.SubmitAsync("stand000003"));
    }

    [Fact]
    public async Task A_disk_that_fills_up_during_an_upload_refuses_it_and_leaves_nothing()
    {
        var drive = new FakeDrive { Free = 600 * Mebibyte };
        await using var app = await StartAsync(drive);
        using var body = new HeldBody(2 * (int)Mebibyte);
        var sending = app.Client.PostAsync("/files", body);
        await body.FirstHalf;

        drive.Free = 100 * Mebibyte;
        body.Finish();
        using var response = await sending;

        Assert.Contains(
            "Data:MinFreeBytes", (await response.ProblemAsync(HttpStatusCode.ServiceUnavailable)).Detail(),
            StringComparison.Ordinal);
        await AllIsGivenBackAsync(app);
    }

    [Fact]
    public async Task Uploads_at_once_share_one_budget_of_bytes_and_the_others_are_asked_to_wait()
    {
        await using var app = await StartAsync(
            new FakeDrive(), $"Files:MaxUploadBytes={5 * Mebibyte}", "Files:MaxUploads=100");
        var bodies = Enumerable.Range(0, 20).Select(_ => new HeldBody((int)Mebibyte)).ToList();
        var sending = bodies.ConvertAll(body => app.Client.PostAsync("/files/preview", body));
        await Task.WhenAll(bodies.Select(body => body.FirstHalf));
        var budget = app.Services.GetRequiredService<UploadBudget>();
        await Eventually.TrueAsync(
            () => budget.Bytes > 4 * Mebibyte && budget.Uploads <= 12, "the budget is spent");
        var most = app.LeftOnDisk().Select(file => new FileInfo(file)).Where(file => file.Exists)
            .Sum(file => file.Length);

        bodies.ForEach(body => body.Finish());
        var responses = await Task.WhenAll(sending);

        Assert.InRange(most, 1, 5 * Mebibyte);
        Assert.Contains(responses, response => response.StatusCode == HttpStatusCode.OK);
        var refused = responses.Where(response => response.StatusCode == HttpStatusCode.ServiceUnavailable).ToList();
        Assert.InRange(refused.Count, 1, 19);
        Assert.All(refused, response => Assert.NotNull(response.Headers.RetryAfter));
        Assert.Equal(
            "The uploads in flight take the 5 MiB of Files:MaxUploadBytes: send this one again later.",
            (await refused[0].ProblemAsync(HttpStatusCode.ServiceUnavailable)).Detail());
        await AllIsGivenBackAsync(app);
        bodies.ForEach(body => body.Dispose());
    }

    [Fact]
    public async Task The_number_of_uploads_has_a_bound()
    {
        await using var app = await StartAsync(new FakeDrive(), "Files:MaxUploads=1");
        using var held = new HeldBody(1000);
        var sending = app.Client.PostAsync("/files/preview", held);
        await held.FirstHalf;
        var budget = app.Services.GetRequiredService<UploadBudget>();
        await Eventually.TrueAsync(() => budget.Uploads == 1, "the first is in flight");

        using var second = await app.PostAsync("/files/preview", "link\nstand000004\n");
        held.Finish();
        using var first = await sending;

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.StartsWith(
            "The limit of 1 uploads at a time is reached",
            (await second.ProblemAsync(HttpStatusCode.ServiceUnavailable)).Detail(), StringComparison.Ordinal);
        await AllIsGivenBackAsync(app);
    }

    [Fact]
    public async Task What_a_file_unpacks_to_counts()
    {
        await using var app = await StartAsync(new FakeDrive(), $"Files:MaxUploadBytes={2 * Mebibyte}");

        var rows = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("stand000004\n", 300_000)));

        using var response = await app.PostAsync("/files", Spreadsheets.HostileFiles.Gzip(rows));

        Assert.Contains(
            "Files:MaxUploadBytes", (await response.ProblemAsync(HttpStatusCode.RequestEntityTooLarge)).Detail(),
            StringComparison.Ordinal);
        await AllIsGivenBackAsync(app);
    }

    [Fact]
    public async Task An_upload_that_never_ends_is_refused_and_leaves_nothing()
    {
        await using var app = await StartAsync(new FakeDrive(), "Files:UploadTimeout=00:00:03");
        using var held = new HeldBody(1000);
        var sending = app.Client.PostAsync("/files", held);
        var budget = app.Services.GetRequiredService<UploadBudget>();
        await Eventually.TrueAsync(() => budget.Uploads == 1, "the upload is in flight");
        await Eventually.TrueAsync(() => budget.Uploads == 0, "the upload is refused");

        // A client may read the answer only after it has sent everything.
        held.Finish();
        using var response = await sending;

        Assert.Contains(
            "took longer than", (await response.ProblemAsync(HttpStatusCode.BadRequest)).Detail(),
            StringComparison.Ordinal);
        await AllIsGivenBackAsync(app);
    }

    [Fact]
    public async Task A_sender_that_leaves_gives_its_share_back()
    {
        await using var app = await StartAsync(new FakeDrive());
        using var held = new HeldBody(2 * (int)Mebibyte);
        using var leave = new CancellationTokenSource();
        var sending = app.Client.PostAsync("/files", held, leave.Token);
        await held.FirstHalf;

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await AllIsGivenBackAsync(app);
    }

    [NeedsSmallDiskFact]
    public async Task Uploads_do_not_fill_a_small_disk_below_the_floor()
    {
        using var folder = new TempFolder();
        using var disk = SmallDisk.Mount(folder.Path, kilobytes: 40 * 1024);
        await using var app = await FilesApp.StartAsync(
            null, $"Data:Path={folder.Path}", $"Data:MinFreeBytes={20 * Mebibyte}");
        var bodies = Enumerable.Range(0, 16).Select(_ => new HeldBody(4 * (int)Mebibyte)).ToList();

        var sending = bodies.ConvertAll(body => app.Client.PostAsync("/files/preview", body));
        await Task.WhenAll(bodies.Select(body => body.FirstHalf));
        bodies.ForEach(body => body.Finish());
        var responses = await Task.WhenAll(sending);

        Assert.Contains(responses, response => response.StatusCode == HttpStatusCode.ServiceUnavailable);
        Assert.DoesNotContain(
            responses, response => response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable));
        await AllIsGivenBackAsync(app);
        await app.UntilDoneAsync(await app.SubmitAsync("stand000001"));
        bodies.ForEach(body => body.Dispose());
    }

    private static Task<GatewayApp> StartAsync(FakeDrive drive, params string[] settings) =>
        GatewayApp.StartWithAsync(
            services => services.AddSingleton<IDriveSpace>(drive), null, [.. FilesApp.Districts, .. settings]);

    private static async Task AllIsGivenBackAsync(GatewayApp app)
    {
        var budget = app.Services.GetRequiredService<UploadBudget>();
        await Eventually.TrueAsync(() => budget is { Uploads: 0, Bytes: 0 }, "the budget is free");
        await Eventually.TrueAsync(() => app.LeftOnDisk().Length == 0, "the disk is free");
    }

    private sealed class FakeDrive : IDriveSpace
    {
        public long Free { get; set; } = 100_000 * Mebibyte;

        public long? FreeBytes(string folder) => Free;
    }

    /// <summary>A csv of links of which the second half waits.</summary>
    private sealed class HeldBody(int bytes) : HttpContent
    {
        private readonly TaskCompletionSource half = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource rest = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task FirstHalf => half.Task;

        public void Finish() => rest.TrySetResult();

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            try
            {
                await WriteAsync(stream, $"link\n{Rows(4)}");
                half.TrySetResult();
                await rest.Task.WaitAsync(cancellationToken);
                await WriteAsync(stream, Rows(5));
            }
            finally
            {
                half.TrySetResult();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        private string Rows(int number) =>
            string.Concat(Enumerable.Repeat($"https://youtu.be/stand00000{number}\n", bytes / 60));

        private static async Task WriteAsync(Stream stream, string text)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
            await stream.FlushAsync();
        }
    }
}
