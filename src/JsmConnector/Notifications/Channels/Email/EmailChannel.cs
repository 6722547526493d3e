using System.Globalization;
using System.Net.Sockets;
using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Languages;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace JsmConnector.Notifications.Channels.Email;

/// <summary>
/// E-mail by the operator's SMTP server. A server that says no has not taken the message; a connection that breaks while the message is handed over leaves
/// it unknown, because mail can be neither asked for nor taken back.
/// </summary>
public sealed class EmailChannel(IOptions<SmtpOptions> options, OpenMailConnections connections) : NotificationChannel<EmailSettings>
{
    private const int TimeoutMilliseconds = 20_000;

    public override string Kind => "email";

    public override bool MayRepeat => false;

    public override bool TellsPeople => true;

    public override bool IsReady => Sender() is not null;

    public override IReadOnlyList<string> Recipients(ChannelSettings settings) => Addresses.Of(settings.Options?.GetValueOrDefault("to"));

    public override IEnumerable<(string Field, string Reason, string Mend)> Mistakes(ChannelSettings settings)
    {
        foreach (var mistake in base.Mistakes(settings))
            yield return mistake;
        if (Sender() is null)
            yield return ("kind", "E-mail is off: the operator of the app has named no mail server or no sender.", "Set Smtp__Host and Smtp__From, see docs/operations.md.");
        var to = settings.Options?.GetValueOrDefault("to");
        if (Addresses.Unusable(to) is { Count: > 0 } unusable)
            yield return ("options.to", $"'{FitWords.To(unusable[0], 80)}' is no address.", "Write addresses like name@example.com.");
        if (Addresses.Of(to).Count > Addresses.Most)
            yield return ("options.to", $"There are more than {Addresses.Most} addresses.", "Use a distribution list of your mail system.");
    }

    public override NoticePreview Preview(Notice notice)
    {
        var message = EmailMessage.Of(notice, Sender() ?? new MailboxAddress("", "status@example.com"), "reader@example.com");
        return new NoticePreview(message.TextBody ?? "", new Sentence("subject of {0} characters", message.Subject?.Length ?? 0)) { Head = message.Subject };
    }

    protected override async Task<DeliveryOutcome> SendAsync(NoticeTask task, EmailSettings settings, CancellationToken cancellationToken)
    {
        if (Sender() is not { } from)
            return new DeliveryOutcome.Later("E-mail is off: the operator has named no mail server or no sender.");
        if (Addresses.Of(task.Recipient) is not [var to])
            return new DeliveryOutcome.Never("The address cannot be written to.") { BreaksDestination = true };
        var held = await connections.TakeAsync(cancellationToken) ?? new OpenMailConnections.Held(new SmtpClient { Timeout = TimeoutMilliseconds }, 0, 0);
        DeliveryOutcome? outcome = null;
        try
        {
            outcome = (held.Client.IsConnected ? null : await ConnectAsync(held.Client, cancellationToken)) ?? await HandOverAsync(held.Client, EmailMessage.Of(task.Notice, from, to), cancellationToken);
            return outcome;
        }
        finally
        {
            if (outcome is DeliveryOutcome.Delivered)
                connections.GiveBack(held);
            else
                held.Client.Dispose();
        }
    }

    private async Task<DeliveryOutcome?> ConnectAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        var smtp = options.Value;
        try
        {
            await client.ConnectAsync(smtp.Host!, smtp.Port, Security(smtp.Security), cancellationToken);
            if (smtp.UserName is { Length: > 0 } user)
                await client.AuthenticateAsync(user, smtp.Password ?? "", cancellationToken);
            return null;
        }
        catch (AuthenticationException)
        {
            return new DeliveryOutcome.Later("The mail server refuses the app's name and password: the operator must mend Smtp__UserName and Smtp__Password.");
        }
        catch (Exception exception) when (IsTrouble(exception, cancellationToken))
        {
            return new DeliveryOutcome.Later($"The mail server could not be reached ({exception.GetType().Name}).");
        }
    }

    private static async Task<DeliveryOutcome> HandOverAsync(SmtpClient client, MimeMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await client.SendAsync(message, cancellationToken);
        }
        catch (SmtpCommandException refused)
        {
            return Judge(refused);
        }
        catch (Exception exception) when (IsTrouble(exception, cancellationToken))
        {
            return new DeliveryOutcome.Unknown("The connection broke while the message was handed over; whether it was sent is not known. Replay or skip it.");
        }
        return new DeliveryOutcome.Delivered(message.MessageId);
    }

    /// <summary>The first digit says whether it may pass (RFC 5321, 4.2.1). A policy of the server is no fault of the reader.</summary>
    private static DeliveryOutcome Judge(SmtpCommandException refused)
    {
        var code = (int)refused.StatusCode;
        var said = code.ToString(CultureInfo.InvariantCulture);
        return code switch
        {
            < 500 => new DeliveryOutcome.Later($"The mail server asks to come again ({said})."),
            530 or 534 or 535 or 538 => new DeliveryOutcome.Later($"The mail server wants another sign-in ({said}): the operator must mend the Smtp settings."),
            550 or 551 or 553 when refused.ErrorCode == SmtpErrorCode.RecipientNotAccepted && !refused.Message.Contains("5.7.", StringComparison.Ordinal) =>
                new DeliveryOutcome.Never($"There is no such mailbox ({said}). Take the address out, or mend it.") { BreaksDestination = true },
            _ => new DeliveryOutcome.Never($"The mail server refuses the message ({said})."),
        };
    }

    private static bool IsTrouble(Exception exception, CancellationToken cancellationToken) =>
        exception is SocketException or IOException or TimeoutException or SslHandshakeException or SmtpProtocolException or SmtpCommandException or MailKit.ServiceNotConnectedException or NotSupportedException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private MailboxAddress? Sender() => options.Value is { Host.Length: > 0, From: { } from } && MailboxAddress.TryParse(from, out var mailbox) ? mailbox : null;

    private static SecureSocketOptions Security(string name) => name switch
    {
        "tls" => SecureSocketOptions.SslOnConnect,
        "starttls" => SecureSocketOptions.StartTls,
        "none" => SecureSocketOptions.None,
        _ => SecureSocketOptions.Auto,
    };
}
