using Microsoft.AspNetCore.Http;
using ServiceDefaults.Health;

namespace Tests.Gateway;

public sealed class HealthHostsTests
{
    [Theory]
    [InlineData("localhost,ip", "localhost:8080", true)]
    [InlineData("localhost,ip", "10.1.2.3:8080", true)]
    [InlineData("localhost,ip", "[fd00::1]:8080", true)]
    [InlineData("localhost,ip", "links.example.com", false)]
    [InlineData("localhost,ip", "", false)]
    [InlineData("*.internal.example", "gateway.internal.example", true)]
    [InlineData("*.internal.example", "gateway.example", false)]
    [InlineData("gateway", "10.1.2.3", false)]
    public void Health_is_reported_to_callers_that_use_a_listed_host_name(string setting, string asked, bool allowed) =>
        Assert.Equal(allowed, HealthHosts.From(setting)!.Allows(new HostString(asked)));

    [Theory]
    [InlineData(null)]
    [InlineData(" , ")]
    public void Without_a_list_health_is_reported_to_everyone(string? setting) =>
        Assert.Null(HealthHosts.From(setting));
}
