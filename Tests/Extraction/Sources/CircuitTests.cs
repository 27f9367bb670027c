using Extraction.Sources;

namespace Tests.Extraction.Sources;

public sealed class CircuitTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Circuit circuit = new(TimeSpan.FromMinutes(5), TimeSpan.FromHours(1));

    [Fact]
    public void It_starts_closed() => Assert.Equal(Pass.Ordinary, circuit.TryEnter(Start));

    [Theory]
    [InlineData(null, 300)]
    [InlineData(0, 300)]
    [InlineData(30, 30)]
    [InlineData(1_000_000, 3600)]
    public void It_opens_for_the_requested_time_within_limits(int? askedSeconds, int seconds)
    {
        var openFor = circuit.SlowDown(Pass.Ordinary, Start,
            askedSeconds is { } asked ? TimeSpan.FromSeconds(asked) : null);

        Assert.Equal(TimeSpan.FromSeconds(seconds), openFor);
        Assert.Null(circuit.TryEnter(Start + TimeSpan.FromSeconds(seconds - 1)));
        Assert.Equal(Pass.Probe, circuit.TryEnter(Start + TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void One_request_at_a_time_probes_it_and_an_answer_closes_it()
    {
        circuit.SlowDown(Pass.Ordinary, Start, TimeSpan.FromSeconds(10));
        var later = Start + TimeSpan.FromSeconds(11);

        Assert.Equal(Pass.Probe, circuit.TryEnter(later));
        Assert.Null(circuit.TryEnter(later));
        circuit.Answered(Pass.Probe);

        Assert.Equal(Pass.Ordinary, circuit.TryEnter(later));
    }

    [Fact]
    public void An_abandoned_probe_makes_room_for_another()
    {
        circuit.SlowDown(Pass.Ordinary, Start, TimeSpan.FromSeconds(10));
        var later = Start + TimeSpan.FromSeconds(11);
        Assert.Equal(Pass.Probe, circuit.TryEnter(later));

        circuit.GaveUp(Pass.Probe);

        Assert.Equal(Pass.Probe, circuit.TryEnter(later));
    }

    [Fact]
    public void An_answer_to_an_earlier_request_does_not_close_it()
    {
        circuit.SlowDown(Pass.Ordinary, Start, TimeSpan.FromSeconds(10));

        circuit.Answered(Pass.Ordinary);

        Assert.Null(circuit.TryEnter(Start));
    }

    [Fact]
    public void A_shorter_wait_does_not_shorten_a_longer_one()
    {
        circuit.SlowDown(Pass.Ordinary, Start, TimeSpan.FromSeconds(60));

        circuit.SlowDown(Pass.Ordinary, Start, TimeSpan.FromSeconds(5));

        Assert.Null(circuit.TryEnter(Start + TimeSpan.FromSeconds(59)));
    }
}
