using System.Diagnostics;

namespace Tests.Support;

/// <summary>
/// Waits for a condition with a deadline; the failure says what was waited for and what was last seen.
/// </summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>
    /// Long enough for a machine that does much else: reached only where the condition never comes true.
    /// </summary>
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(1);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? within = null)
    {
        var limit = within ?? WaitLimit;
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > limit)
                Assert.Fail($"Waited {limit.TotalSeconds:0} s in vain: {what}.");
            await Task.Delay(Pause);
        }
    }

    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? within = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, within);

    /// <summary>Waits until a value satisfies the condition, and gives it.</summary>
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
                Assert.Fail($"Waited {limit.TotalSeconds:0} s in vain: {what}. Last seen: {value}");
            await Task.Delay(Pause);
        }
    }
}
