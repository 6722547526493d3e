using JsmConnector.Platform.Languages;

namespace JsmConnector.Notifications;

/// <summary>What readers of a channel would see of a notice, and how the channel counts it.</summary>
/// <param name="Count">Like `2 text messages, 231 characters of the GSM alphabet`.</param>
/// <param name="IsCut">The channel's measure took something away.</param>
public sealed record NoticePreview(string Text, Sentence Count, bool IsCut = false)
{
    /// <summary>Stands above the text in stronger letters: a subject, a header.</summary>
    public string? Head { get; init; }

    /// <summary>Stands below it in smaller ones.</summary>
    public string? Foot { get; init; }

    /// <summary>What the button below says.</summary>
    public string? Button { get; init; }
}
