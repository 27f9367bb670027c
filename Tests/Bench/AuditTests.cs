using Bench.Audits;

namespace Tests.Bench;

/// <summary>The judge is judged: it finds what is not as it should be, and only that.</summary>
public sealed class AuditTests
{
    private static readonly string[] Accepted = ["a", "b", "c"];

    [Fact]
    public void A_complete_run_has_nothing_missing_and_nothing_twice()
    {
        var audit = Audit.Of(
            Accepted, ["c", "a", "b"], [Done("a"), Done("b"), Done("c")], Answered(("a", 1), ("b", 1), ("c", 1)));

        Assert.Empty(audit.Missing);
        Assert.Empty(audit.Duplicated);
        Assert.Equal((3, 0), (audit.Done, audit.AskedAgain));
    }

    [Fact]
    public void A_dropped_document_is_missing_although_its_job_says_that_it_is_done()
    {
        var audit = Audit.Of(Accepted, ["a", "c"], [Done("a"), Done("b"), Done("c")], Answered());

        Assert.Equal(["b"], audit.Missing);
    }

    [Fact]
    public void A_document_that_is_there_twice_is_duplicated()
    {
        var audit = Audit.Of(Accepted, ["a", "b", "b", "c"], [Done("a"), Done("b"), Done("c")], Answered());

        Assert.Equal(["b"], audit.Duplicated);
        Assert.Empty(audit.Missing);
    }

    [Fact]
    public void A_link_that_was_done_by_two_jobs_is_duplicated()
    {
        var audit = Audit.Of(Accepted, Accepted, [Done("a"), Done("b"), Done("c"), Done("c")], Answered());

        Assert.Equal(["c"], audit.Duplicated);
        Assert.Equal(3, audit.Done);
    }

    [Fact]
    public void Work_that_was_done_again_is_counted_even_when_it_left_no_trace()
    {
        var audit = Audit.Of(Accepted, Accepted, [Done("a"), Done("b"), Done("c")], Answered(("a", 1), ("b", 3)));

        Assert.Empty(audit.Duplicated);
        Assert.Equal(2, audit.AskedAgain);
    }

    [Fact]
    public void A_failed_job_is_not_done_and_its_document_is_missing()
    {
        var audit = Audit.Of(["a"], [], [Done("a") with { State = "Failed" }], Answered());

        Assert.Equal(0, audit.Done);
        Assert.Equal(["a"], audit.Missing);
    }

    private static JobRecord Done(string key) =>
        new(key, "Succeeded", 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    private static Dictionary<string, int> Answered(params (string Key, int Times)[] answers) =>
        answers.ToDictionary(answer => answer.Key, answer => answer.Times);
}
