using Adapters.MongoDb;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MongoDB.Driver;

namespace Tests.Mongo;

public sealed class MongoCredentialTests
{
    private const string Password = "p@ss:w/rd%41#?";

    [Fact]
    public void A_password_of_its_own_needs_no_escaping_and_overrides_the_one_of_the_address()
    {
        using var host = Host(
            "mongodb://lost:lost@127.0.0.1:1/links", ("Mongo:Username", "admin"), ("Mongo:Password", Password));

        var credential = host.Services.GetRequiredService<IMongoClient>().Settings.Credential;

        Assert.Equal(MongoCredential.CreateCredential("admin", "admin", Password), credential);
    }

    [Fact]
    public void Without_one_the_address_has_the_credentials()
    {
        using var host = Host("mongodb://me:secret@127.0.0.1:1/links");

        Assert.Equal("me", host.Services.GetRequiredService<IMongoClient>().Settings.Credential.Username);
    }

    [Fact]
    public void A_user_without_a_password_is_refused_in_one_sentence()
    {
        using var host = Host("mongodb://127.0.0.1:1/links", ("Mongo:Username", "admin"));

        var error = Assert.Throws<OptionsValidationException>(
            () => host.Services.GetRequiredService<IOptions<MongoOptions>>().Value);

        Assert.Contains("set both", error.Message, StringComparison.Ordinal);
    }

    private static IHost Host(string address, params (string Name, string Value)[] settings)
    {
        var builder = new HostApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Append(("ConnectionStrings:links", address))
            .Select(pair => KeyValuePair.Create(pair.Item1, (string?)pair.Item2)));
        builder.AddMongoStores();
        return builder.Build();
    }
}
