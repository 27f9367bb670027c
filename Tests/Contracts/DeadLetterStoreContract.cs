using Jobs;
using Jobs.DeadLetters;
using Jobs.Failures;
using Tests.Support;

namespace Tests.Contracts;

/// <summary>Specifies <see cref="IDeadLetterStore"/>.</summary>
public abstract class DeadLetterStoreContract : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private IDeadLetterStore store = null!;

    /// <summary>Opens an empty store.</summary>
    protected abstract ValueTask<IDeadLetterStore> OpenAsync();

    protected abstract ValueTask CloseAsync();

    public async Task InitializeAsync() => store = await OpenAsync();

    public async Task DisposeAsync() => await CloseAsync();

    [ContractFact]
    public async Task A_dead_letter_comes_back_as_it_was_added()
    {
        var letter = Letter(1) with
        {
            JobId = JobId.New(TimeProvider.System),
            Kind = "link",
            Fence = 9,
            Attempts = 8,
            Failure = new Failure(FailureKind.SourceBroken, "Not \"understood\": 日本 😀", TimeSpan.FromSeconds(3)),
            Raw = new byte[] { 0, 0xff, 0xc3, 0x28, 10 },
        };

        await store.AddAsync(letter, None);

        var read = (await store.GetAsync(letter.Id, None))!;
        Assert.Equal(letter.Raw.ToArray(), read.Raw.ToArray());
        Assert.Equal(letter with { Raw = read.Raw }, read);
    }

    [ContractTheory]
    [InlineData(0)]
    [InlineData(DeadLetter.MaxRawBytes)]
    public async Task Any_number_of_bytes_is_kept(int length)
    {
        var raw = new byte[length];
        new Random(7).NextBytes(raw);

        await store.AddAsync(Letter(1) with { Raw = raw }, None);

        Assert.Equal(raw, (await store.GetAsync(Letter(1).Id, None))!.Raw.ToArray());
    }

    [ContractFact]
    public async Task A_later_dead_letter_of_the_same_job_replaces_the_earlier_one()
    {
        var job = JobId.New(TimeProvider.System);
        await store.AddAsync(Letter(1) with { JobId = job }, None);

        await store.AddAsync(Letter(2) with { JobId = job }, None);
        await store.AddAsync(Letter(2) with { JobId = job, Attempts = 5 }, None);

        Assert.Null(await store.GetAsync(Letter(1).Id, None));
        Assert.Equal(5, (await store.GetAsync(Letter(2).Id, None))!.Attempts);
        Assert.Equal(1, await store.CountAsync(None));
    }

    [ContractFact]
    public async Task The_dead_letter_of_a_later_claim_stays()
    {
        var job = JobId.New(TimeProvider.System);
        await store.AddAsync(Letter(1) with { JobId = job }, None);
        await store.AddAsync(Letter(2) with { JobId = job, Fence = 2 }, None);

        await store.AddAsync(Letter(3) with { JobId = job, Fence = 1 }, None);
        await store.RemoveForJobAsync(job, 1, None);

        Assert.Equal([Letter(2).Id], (await store.ListAsync(10, null, None)).Items.Select(letter => letter.Id));
        await store.AddAsync(Letter(4) with { JobId = job, Fence = 2 }, None);
        Assert.Equal([Letter(4).Id], (await store.ListAsync(10, null, None)).Items.Select(letter => letter.Id));
        await store.RemoveForJobAsync(job, 2, None);
        Assert.Equal(0, await store.CountAsync(None));
    }

    [ContractFact]
    public async Task Pages_go_from_the_newest_to_the_oldest()
    {
        for (var i = 0; i < 5; i++)
            await store.AddAsync(Letter(i), None);

        var first = await store.ListAsync(3, null, None);
        var second = await store.ListAsync(3, Guid.Parse(first.Next!), None);

        Assert.Equal([Letter(4).Id, Letter(3).Id, Letter(2).Id], first.Items.Select(letter => letter.Id));
        Assert.Equal([Letter(1).Id, Letter(0).Id], second.Items.Select(letter => letter.Id));
        Assert.Null(second.Next);
    }

    [ContractFact]
    public async Task A_list_has_only_the_beginning_of_each_message()
    {
        var raw = new byte[100_000];
        new Random(7).NextBytes(raw);
        await store.AddAsync(Letter(1) with { Raw = raw }, None);
        await store.AddAsync(Letter(2), None);

        var listed = (await store.ListAsync(10, null, None)).Items;

        Assert.Equal("raw"u8.ToArray(), listed[0].Raw.ToArray());
        Assert.Equal(raw[..DeadLetter.ListedBytes], listed[1].Raw.ToArray());
        Assert.Equal([3, raw.Length], listed.Select(letter => letter.Length));
        Assert.Equal(raw, (await store.GetAsync(Letter(1).Id, None))!.Raw.ToArray());
    }

    [ContractFact]
    public async Task A_removed_dead_letter_is_gone()
    {
        var job = JobId.New(TimeProvider.System);
        await store.AddAsync(Letter(1), None);
        await store.AddAsync(Letter(2) with { JobId = job }, None);

        Assert.True(await store.RemoveAsync(Letter(1).Id, None));
        Assert.False(await store.RemoveAsync(Letter(1).Id, None));
        await store.RemoveForJobAsync(job, 1, None);
        await store.RemoveForJobAsync(job, 1, None);

        Assert.Equal(0, await store.CountAsync(None));
    }

    private static DeadLetter Letter(int second) => new()
    {
        Id = new Guid(0x0195_0000 + second, 0, 0x7000, [0x80, 0, 0, 0, 0, 0, 0, 1]),
        At = Some.Noon.AddSeconds(second),
        Failure = new Failure(FailureKind.Invalid, "The message is not JSON."),
        Attempts = 1,
        Origin = "links.requested[3]@42",
        Raw = "raw"u8.ToArray(),
    };
}
