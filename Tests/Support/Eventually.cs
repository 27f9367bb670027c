using System.Diagnostics;

namespace Tests.Support;

/// <summary>Waits for a condition with a deadline; the failure names the condition and the last value.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Deadline on a busy machine; reached only if the condition never becomes true.</summary>
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(1);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? within = null)
    {
        var limit = within ?? WaitLimit;
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > limit)
                Assert.Fail($"Waited {limit.TotalSeconds:0} s without success: {what}.");
            await Task.Delay(Pause);
        }
    }

    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? within = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, within);

    /// <summary>Waits until a value satisfies the condition, and returns it.</summary>
    public static async Task<T> ValueAsync<T>(
        Func<Task<T>> read, Func<T, bool> condition, string what, TimeSpan? within = null)
    {
        var limit = within ?? WaitLimit;
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var value = await read();
            if (condition(value))
                return value;
            if (watch.Elapsed > limit)
                Assert.Fail($"Waited {limit.TotalSeconds:0} s without success: {what}. Last seen: {value}");
            await Task.Delay(Pause);
        }
    }
}
