using System.Text;
using Files;
using Files.Preparation;
using Files.Spooling;
using Jobs.Submissions;
using Tests.Support;

namespace Tests.Contracts;

/// <summary>
/// Specifies <see cref="IBatchSpool"/>, with two spools over the same data, as two processes have them.
/// </summary>
public abstract class BatchSpoolContract : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly HashSet<SubmissionId> Nothing = [];

    protected IBatchSpool Spool { get; private set; } = null!;

    /// <summary>The same data, opened by another process.</summary>
    protected IBatchSpool Other { get; private set; } = null!;

    protected abstract ValueTask<(IBatchSpool First, IBatchSpool Second)> OpenAsync();

    protected abstract ValueTask CloseAsync();

    public async Task InitializeAsync() => (Spool, Other) = await OpenAsync();

    public async Task DisposeAsync() => await CloseAsync();

    [ContractFact]
    public async Task A_kept_file_comes_back_to_another_process_with_its_batches_in_order()
    {
        var kept = await KeepAsync(Some.Submission().Id, batches: 450, perPage: 200);

        await using var claimed = (await Other.ClaimAsync(Nothing, None))!;
        var pages = await ReadAsync(claimed);

        Assert.Equal(kept.ToJson(), claimed.File.ToJson());
        Assert.Equal(Enumerable.Range(0, 450).Select(Line), pages.SelectMany(page => page.Batches));
        Assert.Equal(0, pages[0].First);
        Assert.All(pages.Zip(pages.Skip(1)), pair => Assert.Equal(
            pair.First.First + pair.First.Batches.Count, pair.Second.First));
        Assert.All(pages, page => Assert.InRange(page.Batches.Count, 1, SpoolPage.MaxBatches));
    }

    [ContractFact]
    public async Task A_page_of_the_largest_size_comes_back()
    {
        var large = new string('가', SpoolPage.MaxBytes / 6);
        var id = Some.Submission().Id;
        await using (var writer = await Spool.CreateAsync(id, None))
        {
            await writer.AddAsync(2, Encoding.UTF8.GetBytes($"0 {large}\n1 {large}\n"), None);
            await writer.KeepAsync(FileOf(id, 2), None);
        }

        await using var claimed = (await Other.ClaimAsync(Nothing, None))!;

        Assert.Equal([$"0 {large}", $"1 {large}"], (await ReadAsync(claimed)).SelectMany(page => page.Batches));
    }

    [ContractFact]
    public async Task A_file_that_is_not_kept_is_never_given_out_and_leaves_nothing()
    {
        var id = Some.Submission().Id;
        await using (var writer = await Spool.CreateAsync(id, None))
        {
            await writer.AddAsync(1, Lines(0, 1), None);
            Assert.Null(await Other.ClaimAsync(Nothing, None));
            Assert.Equal(0, await Other.RemoveAbandonedAsync(None));
        }

        Assert.Null(await Other.ClaimAsync(Nothing, None));
        Assert.Equal(0, await Other.CountAsync(10, None));
        await using var again = await Other.CreateAsync(id, None);
        await again.AddAsync(1, Lines(0, 1), None);
        await again.KeepAsync(FileOf(id, 1), None);
    }

    [ContractFact]
    public async Task A_file_is_held_by_its_writer_until_it_is_accepted_and_then_by_one_feeder()
    {
        var id = Some.Submission().Id;
        var writer = await Spool.CreateAsync(id, None);
        await writer.AddAsync(1, Lines(0, 1), None);
        await writer.KeepAsync(FileOf(id, 1), None);

        Assert.Null(await Spool.ClaimAsync(Nothing, None));
        Assert.Null(await Other.ClaimAsync(Nothing, None));
        Assert.Equal(0, await Other.RemoveAbandonedAsync(None));
        await writer.DisposeAsync();
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            number => (number % 2 == 0 ? Spool : Other).ClaimAsync(Nothing, None).AsTask()));
        var claimed = Assert.Single(claims.OfType<ISpooledFile>());
        await claimed.DisposeAsync();

        await using var next = await Spool.ClaimAsync(Nothing, None);
        Assert.NotNull(next);
    }

    [ContractFact]
    public async Task The_oldest_file_comes_first_and_those_to_leave_out_are_left_out()
    {
        var old = Some.Submission(at: Some.Noon).Id;
        var young = Some.Submission(at: Some.Noon.AddSeconds(1)).Id;
        await KeepAsync(young, batches: 1);
        await KeepAsync(old, batches: 1);

        await using (var first = (await Spool.ClaimAsync(Nothing, None))!)
            Assert.Equal(old, first.File.Id);
        await using (var second = (await Spool.ClaimAsync(new HashSet<SubmissionId> { old }, None))!)
            Assert.Equal(young, second.File.Id);
        Assert.Null(await Spool.ClaimAsync(new HashSet<SubmissionId> { old, young }, None));
        Assert.Equal((1, 2), (await Spool.CountAsync(1, None), await Spool.CountAsync(10, None)));
    }

    [ContractFact]
    public async Task A_later_claim_continues_after_the_marked_page()
    {
        await KeepAsync(Some.Submission().Id, batches: 500, perPage: 200);
        SpoolPage first;
        await using (var claimed = (await Spool.ClaimAsync(Nothing, None))!)
        {
            first = (await ReadAsync(claimed))[0];
            Assert.True(await claimed.MarkAsync(first, None));
        }

        await using var next = (await Other.ClaimAsync(Nothing, None))!;
        var rest = await ReadAsync(next);

        Assert.Equal(first.Batches.Count, rest[0].First);
        Assert.Equal(
            Enumerable.Range(0, 500).Skip(first.Batches.Count).Select(Line), rest.SelectMany(page => page.Batches));
        Assert.True(await next.MarkAsync(rest[^1], None));
        Assert.Empty(await ReadAsync(next));
    }

    [ContractFact]
    public async Task A_deleted_file_is_gone()
    {
        var id = Some.Submission().Id;
        await KeepAsync(id, batches: 3);
        var writer = await Spool.CreateAsync(Some.Submission().Id, None);
        await writer.AddAsync(1, Lines(0, 1), None);
        await writer.KeepAsync(FileOf(id, 1), None);
        await writer.DeleteAsync(None);
        await writer.DisposeAsync();

        await using (var claimed = (await Spool.ClaimAsync(Nothing, None))!)
            Assert.True(await claimed.DeleteAsync(None));

        Assert.Null(await Other.ClaimAsync(Nothing, None));
        Assert.Equal(0, await Other.CountAsync(10, None));
        Assert.Equal(0, await Other.RemoveAbandonedAsync(None));
    }

    protected async Task<PreparedFile> KeepAsync(SubmissionId id, int batches, int perPage = SpoolPage.MaxBatches)
    {
        var file = FileOf(id, batches);
        await using var writer = await Spool.CreateAsync(id, None);
        for (var first = 0; first < batches; first += perPage)
        {
            var count = Math.Min(perPage, batches - first);
            await writer.AddAsync(count, Lines(first, count), None);
        }

        await writer.KeepAsync(file, None);
        return file;
    }

    protected static PreparedFile FileOf(SubmissionId id, int batches) => new(
        id.ToString(), Some.Noon, "key", "fingerprint", "rows", """{"x":1}""",
        new FileDetails
        {
            Name = "측정.csv",
            Kind = "coordinates",
            Format = "csv",
            HasHeader = true,
            Columns = ["x", "y"],
            Rows = batches,
            Batches = batches,
        },
        "https://example.com/hook",
        PreparedFile.CurrentVersion);

    protected static async Task<List<SpoolPage>> ReadAsync(ISpooledFile file)
    {
        var pages = new List<SpoolPage>();
        await foreach (var page in file.ReadAsync(None))
            pages.Add(page);
        return pages;
    }

    private static string Line(int number) => $"{number} [[\"과속 {number}\",1]]";

    private static byte[] Lines(int first, int count) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(first, count).Select(number => Line(number) + "\n")));
}
