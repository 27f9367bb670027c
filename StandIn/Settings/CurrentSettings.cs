namespace StandIn.Settings;

/// <summary>The settings of this moment: replaced as a whole, read without a lock.</summary>
internal sealed class CurrentSettings(StandInSettings initial)
{
    private volatile StandInSettings value = initial;

    public StandInSettings Value
    {
        get => value;
        set => this.value = value;
    }
}
