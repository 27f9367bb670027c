using Jobs.Starting;
using Tests.Support;

namespace Tests.Jobs;

public sealed class DataFolderLockTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Processes_with_a_broker_share_a_folder()
    {
        using var gateway = Take(DataFolderUse.Shared);
        using var worker = Take(DataFolderUse.Shared);
    }

    [Theory]
    [InlineData(DataFolderUse.Alone, DataFolderUse.Alone)]
    [InlineData(DataFolderUse.Alone, DataFolderUse.Shared)]
    [InlineData(DataFolderUse.Shared, DataFolderUse.Alone)]
    public void A_process_without_a_broker_shares_with_none(DataFolderUse first, DataFolderUse second)
    {
        using var held = Take(first);

        var refusal = Assert.Throws<CannotStartException>(() => Take(second));

        Assert.StartsWith(
            $"The folder {folder.Path} is in use by process {Environment.ProcessId} on {Environment.MachineName} since ",
            refusal.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_is_just_ending_is_waited_for()
    {
        var ending = Take(DataFolderUse.Alone);
        var next = Task.Run(() => Take(DataFolderUse.Alone));
        await Task.Delay(TimeSpan.FromMilliseconds(200));
        Assert.False(next.IsCompleted);

        ending.Dispose();

        using var held = await next;
    }

    private DataFolderLock Take(DataFolderUse use) => DataFolderLock.Take(folder.Path, use, TimeProvider.System);
}
