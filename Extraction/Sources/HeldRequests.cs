using Jobs.Pace;

namespace Extraction.Sources;

/// <summary>
/// The requests that this process took from a shared budget and has not used yet, and what it owes. <see
/// cref="BudgetPortion"/> guards it.
/// </summary>
internal sealed class HeldRequests(TimeProvider clock)
{
    private int held;
    private int charge;
    private bool isProbe;
    private long heldAt;

    /// <summary>Requests to use; those that were not used within their life are owed back.</summary>
    public int Count
    {
        get
        {
            if (held > 0 && clock.GetElapsedTime(heldAt) >= Budget.PortionLife)
                GiveUp();
            return held;
        }
    }

    /// <summary>Adds granted requests.</summary>
    public void Add(int granted, bool areProbe)
    {
        held += granted;
        isProbe = areProbe;
        heldAt = clock.GetTimestamp();
    }

    /// <summary>Uses requests that are held.</summary>
    public Pass Take(int requests)
    {
        var pass = isProbe ? Pass.Probe : Pass.Ordinary;
        held -= requests;
        isProbe &= held > 0;
        return pass;
    }

    /// <summary>Returns the kind of the next request.</summary>
    public Pass Next => isProbe ? Pass.Probe : Pass.Ordinary;

    /// <summary>Owes requests that were used without a grant; a negative number is owed to this process.</summary>
    public void Charge(int requests) => charge += requests;

    /// <summary>Returns what is owed, to settle it with the next call.</summary>
    public int Settle()
    {
        var owed = charge;
        charge = 0;
        return owed;
    }

    /// <summary>Owes back all that is held.</summary>
    public void GiveUp()
    {
        charge -= held;
        held = 0;
        isProbe = false;
    }
}
