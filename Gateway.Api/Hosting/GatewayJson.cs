using System.Text.Json;
using System.Text.Json.Serialization;
using Composition.Backups;
using Gateway.Api.Backups;
using Gateway.Api.DeadLetters;
using Gateway.Api.Events;
using Gateway.Api.Jobs;
using Gateway.Api.Links;
using Gateway.Api.Pausing;
using Gateway.Api.Status;
using Gateway.Api.Submissions;
using Gateway.Api.Videos;

namespace Gateway.Api.Hosting;

/// <summary>Serializes the API: camelCase, enum values as names, null values omitted.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(AcceptedView))]
[JsonSerializable(typeof(BackupsView))]
[JsonSerializable(typeof(Backup))]
[JsonSerializable(typeof(BadLink))]
[JsonSerializable(typeof(List<BadLink>))]
[JsonSerializable(typeof(CountsEventView))]
[JsonSerializable(typeof(DeadLetterPageView))]
[JsonSerializable(typeof(EarlierAnswer))]
[JsonSerializable(typeof(JobEventView))]
[JsonSerializable(typeof(JobPageView))]
[JsonSerializable(typeof(JobView))]
[JsonSerializable(typeof(PausesView))]
[JsonSerializable(typeof(ProgressView))]
[JsonSerializable(typeof(ReplayedView))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(RetriedView))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(SubmissionPageView))]
[JsonSerializable(typeof(SubmissionView))]
[JsonSerializable(typeof(VideoPageView))]
[JsonSerializable(typeof(VideoView))]
internal sealed partial class GatewayJson : JsonSerializerContext;
