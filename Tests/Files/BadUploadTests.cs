using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Tests.Gateway;
using Tests.Spreadsheets;
using Tests.Support;

namespace Tests.Files;

public sealed class BadUploadTests(SharedFilesApp files) : IClassFixture<SharedFilesApp>
{
    private GatewayApp App => files.App;

    public static TheoryData<string, byte[], string> BadFiles => new()
    {
        { "empty", [], "is empty" },
        { "an image", [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], "not a spreadsheet" },
        { "only a header", "name,x,y\n"u8.ToArray(), "no rows below its header" },
        { "no coordinates", "a,b\nc,d\n"u8.ToArray(), "No column with links or coordinates" },
        { "zero bytes late", Encoding.UTF8.GetBytes(Rows(5_000) + "1,\0\n"), "NUL characters" },
        {
            "17,000 columns late", Encoding.UTF8.GetBytes(Rows(5_000) + new string(',', 17_000) + "1\n"),
            "more than 16,384 columns"
        },
        { "an open quote late", Encoding.UTF8.GetBytes(Rows(5_000) + "127.1,\"37.1\n"), "never closed" },
        { "a truncated workbook", Workbooks.Make("<row><c><v>1</v></c></row>")[..600], "cut off or broken" },
        { "macros", Workbooks.Make("", extra: ("xl/vbaProject.bin", "x")), "has macros" },
        { "gzip that is damaged", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 7, 0, 0, 0, 0, 0], "is damaged" },
        { "gzip of three bytes", [0x1F, 0x8B, 8], "is damaged" },
        { "gzip that is truncated", Gzip(Rows(5_000))[..2_000], "cut off" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_bad_file_is_rejected_with_a_sentence_and_leaves_nothing_behind(
        string what, byte[] file, string message)
    {
        using var response = await App.PostAsync("/files", file);
        var problem = await response.ProblemAsync(what.StartsWith("gzip", StringComparison.Ordinal)
            ? HttpStatusCode.BadRequest
            : HttpStatusCode.UnprocessableEntity);

        Assert.Contains(message, problem.Detail(), StringComparison.Ordinal);
        await AssertNothingAcceptedAsync(App);
    }

    [Fact]
    public async Task A_file_over_the_limit_is_rejected()
    {
        await using var app = await FilesApp.StartAsync(null, "Files:MaxFileBytes=100000");

        using var response = await app.PostAsync("/files", Rows(20_000));

        await response.ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        await AssertNothingAcceptedAsync(app);
    }

    [Fact]
    public async Task A_compressed_file_that_decompresses_over_the_limit_is_rejected()
    {
        await using var app = await FilesApp.StartAsync(null, "Files:MaxUnpackedBytes=100000");

        using var response = await app.PostAsync("/files", Gzip(Rows(20_000)));

        await response.ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        await AssertNothingAcceptedAsync(app);
    }

    [Fact]
    public async Task An_upload_that_is_interrupted_leaves_nothing_behind()
    {
        var file = Encoding.UTF8.GetBytes(Rows(20_000));

        using (var connection = new TcpClient())
        {
            await connection.ConnectAsync(App.Client.BaseAddress!.Host, App.Client.BaseAddress.Port);
            var stream = connection.GetStream();
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes($"POST /files HTTP/1.1\r\nHost: localhost\r\nContent-Length: {file.Length}\r\n\r\n"));
            await stream.WriteAsync(file.AsMemory(0, file.Length / 2));
            await Eventually.TrueAsync(() => App.LeftOnDisk().Length == 1, "the upload has started");
        }

        await Eventually.TrueAsync(() => App.LeftOnDisk().Length == 0, "the upload is deleted");
        await AssertNothingAcceptedAsync(App);
    }

    [Theory]
    [InlineData("/files?kind=coordinates")]
    [InlineData("/files/preview")]
    public async Task A_gateway_without_districts_says_that_it_has_none(string address)
    {
        await using var app = await GatewayApp.StartAsync();

        using var response = await app.PostAsync(address, FilesApp.Sample("overspeed-1101.csv"));

        Assert.Contains(
            "Geocoding:Boundaries",
            (await response.ProblemAsync(HttpStatusCode.UnprocessableEntity)).Detail(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invalid_parameters_are_named()
    {
        foreach (var parameter in new[] { "kind=x", "nearest=-1", "encoding=latin1", "separator=ab", "header=1" })
        {
            using var response = await App.PostAsync($"/files?{parameter}", "x,y\n1,1\n");
            Assert.Contains(
                $"The parameter {parameter.Split('=')[0]} must be",
                (await response.ProblemAsync(HttpStatusCode.BadRequest)).Detail(),
                StringComparison.Ordinal);
        }

        using var column = await App.PostAsync("/files?x=q&y=2", "x,y\n1,1\n");
        Assert.Contains(
            "no column \"q\"",
            (await column.ProblemAsync(HttpStatusCode.UnprocessableEntity)).Detail(),
            StringComparison.Ordinal);
    }

    private static async Task AssertNothingAcceptedAsync(GatewayApp app)
    {
        Assert.Empty((await app.GetAsync("/submissions")).GetProperty("items").EnumerateArray());
        Assert.Empty(app.LeftOnDisk());
    }

    private static string Rows(int count) =>
        "x,y\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"127.{i % 1000:000},37.1\n"));

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
