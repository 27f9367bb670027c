using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Jobs;
using Jobs.Queues;
using Jobs.Submissions;

namespace Tests.Jobs;

public sealed class JobMessageJsonTests
{
    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithReplay(new Replay(new Rnd(20260301, 7),
        null)).WithMaxTest(1_000);

    private static readonly string Valid = Encoding.UTF8.GetString(
        JobMessageJson.Write(Message("link", "M4gD1WSo5mA")));

    [Fact]
    public void A_message_comes_back_as_it_was_written() => Prop.ForAll(
        ArbMap.Default.ArbFor<UnicodeString>(),
        key =>
        {
            // A lone surrogate is not a valid string: UTF-8 cannot encode it.
            var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(key.Get ?? ""));
            var message = Message("link", "k" + text);
            return JobMessageJson.TryRead(JobMessageJson.Write(message), "trace", out var read, out _)
                && read == message with { TraceParent = "trace" };
        }).Check(Seeded);

    [Fact]
    public void No_bytes_make_it_throw() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        bytes => JobMessageJson.TryRead(bytes, null, out _, out var problem) || problem.EndsWith('.')).Check(Seeded);

    [Fact]
    public void No_damage_to_a_message_makes_it_throw() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNegativeInt>(),
        ArbMap.Default.ArbFor<byte>(),
        (at, value) =>
        {
            var bytes = Encoding.UTF8.GetBytes(Valid);
            bytes[at.Get % bytes.Length] = value;
            return JobMessageJson.TryRead(bytes, null, out _, out var problem) || problem.EndsWith('.');
        }).Check(Seeded);

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{}", "no schema version")]
    [InlineData("""{"v":"1"}""", "no schema version")]
    [InlineData("""{"v":2}""", "schema version 2")]
    [InlineData("""{"v":1,"jobId":"x"}""", "32 hexadecimal digits")]
    [InlineData(
        """{"v":1,"jobId":"0af7651916cd43dd8448eb211c80319c","submissionId":"0af7651916cd43dd8448eb211c80319c","""
        + """ "kind":"","key":"a"}""",
        "\"kind\" and \"key\"")]
    [InlineData("""{"v":1,"jobId":"\ud800"}""", "not valid UTF-8")]
    public void The_problem_of_an_invalid_message_is_named(string text, string expected)
    {
        Assert.False(JobMessageJson.TryRead(Encoding.UTF8.GetBytes(text), null, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_is_too_long_is_rejected_unread() =>
        Assert.False(JobMessageJson.TryRead(new byte[JobMessageJson.MaxBytes + 1], null, out _, out _));

    private static JobMessage Message(string kind, string key) =>
        new(
            new JobId(new Guid(1, 2, 3, [1, 2, 3, 4, 5, 6, 7, 8])),
            new SubmissionId(new Guid(9, 8, 7, [1, 2, 3, 4, 5, 6, 7, 8])),
            kind,
            key,
            null);
}
