using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Playwright;
using Tests.Page;
using Tests.Support;

namespace Tests.Guard;

/// <summary>
/// Opens a page of another site in a browser, under names that lead to this machine, and lets it try what a hostile
/// page would. The names are those of the test browser alone.
/// </summary>
[Collection(PageTestGroup.Name)]
public sealed class TwoOriginsTests(PageBrowser browser)
{
    /// <summary>Every way in which a page sends a request without asking first, and some that ask.</summary>
    private const string Attack =
        """
        async (target) => {
          const tried = [];
          const send = async (path, options) => {
            try {
              const answer = await fetch(target + path, { ...options });
              tried.push(`${path} ${answer.type} ${answer.status}`);
            } catch (error) { tried.push(`${path} ${error.name}`); }
          };
          const text = { method: 'POST', body: 'stand000066' };
          await send('/links', text);
          await send('/links', { ...text, mode: 'no-cors' });
          await send('/links', { ...text, mode: 'no-cors', referrerPolicy: 'no-referrer' });
          await send('/links', { ...text, headers: { 'Content-Type': 'application/json' }, body: '{"links":["stand000066"]}' });
          const file = new FormData();
          file.append('file', new Blob(['link\nstand000066\n']), 'a.csv');
          await send('/files', { method: 'POST', mode: 'no-cors', body: file });
          await send('/jobs/retry', { method: 'POST', mode: 'no-cors' });
          await send('/pauses/everything', { method: 'PUT' });
          await send('/videos/stand000001', { method: 'DELETE' });
          await send('/backups', { method: 'POST', mode: 'no-cors' });
          await send('/jobs', {});
          navigator.sendBeacon(target + '/links', 'stand000066');
          const form = document.createElement('form');
          form.method = 'post'; form.action = target + '/links'; form.enctype = 'text/plain';
          const frame = document.createElement('iframe'); frame.name = 'hidden'; document.body.append(frame);
          form.target = 'hidden';
          const field = document.createElement('input'); field.name = 'stand000066'; field.value = ''; form.append(field);
          document.body.append(form); form.submit();
          await new Promise(resolve => setTimeout(resolve, 500));
          return tried;
        }
        """;

    [NeedsFact(PageBrowser.Program)]
    public async Task A_hostile_page_changes_nothing_across_origins_and_by_rebinding_its_name()
    {
        await using var app = await PageApp.StartAsync(
            browser, settings: null, "AllowedHosts=links.test");
        var port = app.Gateway.Client.BaseAddress!.Port;
        await app.Gateway.UntilDoneAsync(await app.Gateway.SubmitAsync("stand000001"));
        var before = await StateAsync(app);
        await using var hostile = HostilePage.Start();
        var page = await app.Page.Context.NewPageAsync();

        // Another name and another port, plain http: the browser sends no fetch metadata to a name.
        await page.GotoAsync($"http://evil.test:{hostile.Port}/");
        foreach (var target in new[] { "links.test", "127.0.0.1", "localhost" })
            await page.EvaluateAsync(Attack, $"http://{target}:{port}");

        // The name that served the page now leads to the gateway: to the browser, one origin.
        var rebound = await page.GotoAsync($"http://evil.test:{port}/status");
        Assert.Equal(421, rebound!.Status);
        var tried = await page.EvaluateAsync<string[]>(Attack, "");
        Assert.All(tried, each => Assert.EndsWith(" 421", each, StringComparison.Ordinal));

        Assert.Equal(before, await StateAsync(app));
    }

    [NeedsFact(PageBrowser.Program)]
    public async Task The_page_works_under_a_configured_name_without_https()
    {
        await using var app = await PageApp.StartAsync(browser, settings: null, "AllowedHosts=links.test");

        await app.Page.GotoAsync($"http://links.test:{app.Gateway.Client.BaseAddress!.Port}/");
        await app.AddAsync("stand000001");

        await Assertions.Expect(app.Page.Locator(".job")).ToContainTextAsync("Done");
    }

    private static async Task<string> StateAsync(PageApp app)
    {
        var status = await app.Gateway.GetAsync("/status");
        return string.Join(
            '\n', status.GetProperty("counts"), await app.Gateway.GetAsync("/pauses"),
            (await app.Gateway.GetAsync("/videos")).GetProperty("items").GetArrayLength(),
            (await app.Gateway.GetAsync("/backups")).ToString());
    }

    /// <summary>Serves one empty page on a port of its own.</summary>
    private sealed class HostilePage : IAsyncDisposable
    {
        private const string Answer =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 21\r\nConnection: close\r\n\r\n"
            + "<!doctype html><body>";

        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private Task serving = Task.CompletedTask;

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public static HostilePage Start()
        {
            var page = new HostilePage();
            page.listener.Start();
            page.serving = page.ServeAsync();
            return page;
        }

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
            await serving;
        }

        private async Task ServeAsync()
        {
            try
            {
                var request = new byte[16 * 1024];
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync();
                    if (await client.GetStream().ReadAsync(request) > 0)
                        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Answer));
                }
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // Stopped.
            }
        }
    }
}
