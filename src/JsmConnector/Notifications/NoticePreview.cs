namespace JsmConnector.Notifications;

/// <summary>What readers of a channel would see of a notice, and how the channel counts it.</summary>
/// <param name="Count">Like `2 text messages, 231 characters of the GSM alphabet`.</param>
/// <param name="IsCut">The channel's measure took something away.</param>
public sealed record NoticePreview(string Text, string Count, bool IsCut = false);
