using Adapters.YouTubeSources.YtDlp;
using Jobs.Failures;

namespace Tests.Sources;

public sealed class YtDlpErrorTests
{
    [Theory]
    [InlineData("This video is private", FailureKind.Unavailable, "private")]
    [InlineData("Private video. Sign in if you've been granted access to this video", FailureKind.Unavailable,
        "private")]
    [InlineData("Video unavailable. This video has been removed by the uploader", FailureKind.Unavailable, "removed")]
    [InlineData(
        "Video unavailable. This video is no longer available because the YouTube account associated with this video "
        + "has been terminated.",
        FailureKind.Unavailable, "removed")]
    [InlineData(
        "Join this channel to get access to members-only content like this video, and other exclusive perks.",
        FailureKind.Unavailable, "members-only")]
    [InlineData("This video requires payment to watch", FailureKind.Unavailable, "payment")]
    [InlineData("Sign in to confirm your age. This video may be inappropriate for some users.", FailureKind.Unavailable,
        "age-restricted")]
    [InlineData("The uploader has not made this video available in your country", FailureKind.Unavailable, "region")]
    [InlineData("This live event will begin in 3 hours.", FailureKind.Unavailable, "not-started")]
    [InlineData("Premieres in 47 hours", FailureKind.Unavailable, "not-started")]
    [InlineData("Sign in to confirm you’re not a bot. Use --cookies-from-browser or --cookies for the authentication.",
        FailureKind.RateLimited)]
    [InlineData(
        "Unable to download API page: HTTP Error 429: Too Many Requests "
        + "(caused by <HTTPError 429: 'Too Many Requests'>)",
        FailureKind.RateLimited)]
    [InlineData("Video unavailable. This content isn't available, try again later.", FailureKind.RateLimited)]
    [InlineData(
        "Unable to download API page: HTTP Error 503: Service Unavailable (caused by <HTTPError 503>)",
        FailureKind.Transient, "source-error")]
    [InlineData(
        "Unable to download API page: <urlopen error [Errno -2] Name or service not known> "
        + "(caused by URLError(gaierror(-2, 'x')))",
        FailureKind.Transient, "unreachable")]
    [InlineData("Unable to download webpage: The read operation timed out", FailureKind.Transient, "unreachable")]
    [InlineData("Unable to extract yt initial data; please report this issue on https://example.com",
        FailureKind.SourceBroken)]
    [InlineData("Requested format is not available. Use --list-formats for a list of available formats",
        FailureKind.SourceBroken)]
    [InlineData("Something that was never said before", FailureKind.SourceBroken)]
    public void Each_message_has_its_kind_and_code(string message, FailureKind kind, string? code = null)
    {
        var failure = YtDlpErrors.Classify($"WARNING: something else\nERROR: [youtube] M4gD1WSo5mA: {message}\n", 1);

        Assert.Equal((kind, code), (failure.Kind, failure.Code));
        Assert.EndsWith(".", failure.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("--", failure.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("caused by", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_message_the_reason_names_the_exit_code()
    {
        var failure = YtDlpErrors.Classify("", 137);

        Assert.Equal(
            new Failure(FailureKind.SourceBroken, "yt-dlp exited with code 137 and no error message: update yt-dlp."),
            failure);
    }
}
