namespace StandIn.Faults;

internal static class FaultFeatures
{
    public static void AddFaults(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<MinuteLimit>().AddSingleton<LatencyClock>().AddSingleton<SourceGate>();
}
