using Tests.Support;

namespace Tests.Page;

[Collection(PageTestGroup.Name)]
public sealed class JobEventsTests(PageBrowser browser)
{
    [NeedsFact(PageBrowser.Program)]
    public async Task A_list_that_is_read_after_the_details_of_a_job_keeps_its_title()
    {
        await using var app = await PageApp.StartAsync(browser);
        await app.OpenAsync();

        var titles = await app.Page.EvaluateAsync<string?[]>(
            """
            async () => {
              const { merge } = await import('/js/queue/job-events.js');
              const listed = { id: '1', state: 'Succeeded', updatedAt: '2026-03-01T12:00:00Z' };
              const known = merge(merge(undefined, listed), { ...listed, result: { title: 'A title' } });
              const rerun = { ...listed, state: 'Accepted', updatedAt: '2026-03-01T12:00:01Z' };
              return [listed, rerun].map((update) => merge(known, update).result?.title ?? null);
            }
            """);

        Assert.Equal("A title", titles[0]);
        Assert.Null(titles[1]);
    }
}
