using System.Net;
using Tests.Support;

namespace Tests.Processes;

[Collection(HostTests.Name)]
public sealed class StartedElsewhereTests
{
    [Fact]
    public async Task The_complete_page_is_served_from_any_folder_in_which_the_program_is_started()
    {
        using var elsewhere = new TempFolder();
        await using var gateway = await GatewayProcess.StartInAsync(elsewhere.Path);

        (string, string)[] files =
        [
            ("/", "text/html"), ("/js/main.js", "text/javascript"), ("/css/base.css", "text/css"),
            ("/icon.svg", "image/svg+xml"),
        ];
        foreach (var (path, type) in files)
        {
            using var file = await gateway.Client.GetAsync(path);
            using var again = new HttpRequestMessage(HttpMethod.Get, path);
            again.Headers.IfNoneMatch.Add(file.Headers.ETag!);
            using var same = await gateway.Client.SendAsync(again);

            Assert.Equal((HttpStatusCode.OK, type), (file.StatusCode, file.Content.Headers.ContentType?.MediaType));
            Assert.Contains(
                "default-src 'self'",
                file.Headers.GetValues("Content-Security-Policy").Single(),
                StringComparison.Ordinal);
            Assert.True(file.Headers.CacheControl!.NoCache);
            Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        }
    }
}
