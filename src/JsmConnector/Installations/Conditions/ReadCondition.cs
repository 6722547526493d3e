using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace JsmConnector.Installations.Conditions;

public abstract record ConditionRead
{
    public sealed record Understood(Condition Condition) : ConditionRead;

    /// <param name="Column">From 1.</param>
    public sealed record NotUnderstood(int Column, string Reason) : ConditionRead;
}

/// <summary>
/// Reads a condition by recursive descent. The grammar:
/// <code>
/// either = both { OR both }        both = one { AND one }        one = [NOT] ( "(" either ")" | test )
/// test   = field ( "=" | "!=" | "~" ) value  |  field [NOT] IN "(" value { "," value } ")"  |  field IS [NOT] EMPTY
/// </code>
/// </summary>
public sealed partial class ReadCondition
{
    public const int Longest = 2000;
    private const int Deepest = 20;

    /// <summary>What every ticket has; besides them, any custom field by its id.</summary>
    public static IReadOnlyList<string> KnownFields { get; } =
        ["project", "issuetype", "requesttype", "practice", "status", "statuscategory", "priority", "resolution", "labels", "component", "service", "security", "impact", "urgency", "major"];

    private static readonly ConditionalWeakTable<string, ConditionRead> Known = [];
    private readonly IReadOnlyList<ConditionToken> _tokens;
    private readonly int _end;
    private int _at;
    private ConditionRead.NotUnderstood? _trouble;

    private ReadCondition(IReadOnlyList<ConditionToken> tokens, int end) => (_tokens, _end) = (tokens, end);

    /// <summary>Read once for as long as the text lives: rules are asked for every webhook.</summary>
    public static ConditionRead Of(string text) => Known.GetValue(text, Read);

    private static ConditionRead Read(string text)
    {
        if (text.Length > Longest)
            return new ConditionRead.NotUnderstood(Longest, $"It is longer than {Longest} characters.");
        var (tokens, column) = ConditionTokens.Of(text);
        if (tokens is null)
            return new ConditionRead.NotUnderstood(column, "The quote is never closed.");
        var reader = new ReadCondition(tokens, text.Length + 1);
        var condition = reader.Either(0);
        if (condition is not null && reader.Next is { } rest)
            reader.Fail(rest.Column, $"'{rest.Text}' is not expected here; join two tests with AND or OR.");
        return reader._trouble is { } trouble ? trouble : new ConditionRead.Understood(condition!);
    }

    private ConditionToken? Next => _at < _tokens.Count ? _tokens[_at] : null;

    private Condition? Either(int depth) => Joined("OR", () => Joined("AND", () => One(depth), parts => new Condition.All(parts)), parts => new Condition.Any(parts));

    private Condition? Joined(string by, Func<Condition?> read, Func<IReadOnlyList<Condition>, Condition> join)
    {
        var parts = new List<Condition>();
        do
        {
            if (read() is not { } part)
                return null;
            parts.Add(part);
        }
        while (Take(by));
        return parts is [var only] ? only : join(parts);
    }

    private Condition? One(int depth)
    {
        if (depth > Deepest)
            return Fail(Next?.Column ?? _end, $"Brackets are nested more than {Deepest} deep.");
        if (Take("NOT"))
            return One(depth + 1) is { } inner ? new Condition.Not(inner) : null;
        if (!Take("("))
            return Test();
        var condition = Either(depth + 1);
        return condition is null || Take(")") ? condition : Fail(Next?.Column ?? _end, "A bracket is never closed.");
    }

    private Condition? Test()
    {
        if (Next is not { } first)
            return Fail(_end, "A test is missing here, like labels = outage.");
        if (Field(first) is not { } field)
            return Fail(first.Column, $"There is no field '{first.Text}'. Use {string.Join(", ", KnownFields)}, or a custom field by its id like customfield_10050.");
        _at++;
        if (Take("="))
            return Value() is { } value ? new Condition.Has(field, [value]) : null;
        if (Take("!="))
            return Value() is { } value ? new Condition.Not(new Condition.Has(field, [value])) : null;
        if (Take("~"))
            return Value() is { } text ? new Condition.Holds(field, text) : null;
        if (Take("IS"))
        {
            var isNot = Take("NOT");
            return !Take("EMPTY") ? Fail(Next?.Column ?? _end, "After IS comes EMPTY or NOT EMPTY.") : isNot ? new Condition.Not(new Condition.Empty(field)) : new Condition.Empty(field);
        }
        var outside = Take("NOT");
        if (!Take("IN"))
            return Fail(Next?.Column ?? _end, $"After {first.Text} comes =, !=, ~, IN, NOT IN, IS EMPTY or IS NOT EMPTY.");
        return Values() is { } values ? outside ? new Condition.Not(new Condition.Has(field, values)) : new Condition.Has(field, values) : null;
    }

    private List<string>? Values()
    {
        if (!Take("("))
        {
            Fail(Next?.Column ?? _end, "After IN comes a list in brackets, like (a, b).");
            return null;
        }
        var values = new List<string>();
        do
        {
            if (Value() is not { } value)
                return null;
            values.Add(value);
        }
        while (Take(","));
        if (Take(")"))
            return values;
        Fail(Next?.Column ?? _end, "The list is never closed.");
        return null;
    }

    private string? Value()
    {
        if (Next is { } token && (token.IsQuoted || !"()=,~!=".Contains(token.Text, StringComparison.Ordinal)))
        {
            _at++;
            return token.Text.Trim();
        }
        Fail(Next?.Column ?? _end, "A value is missing here. Put it in quotes when it holds spaces or signs.");
        return null;
    }

    private bool Take(string keyword)
    {
        if (Next?.Is(keyword) != true)
            return false;
        _at++;
        return true;
    }

    private Condition? Fail(int column, string reason)
    {
        _trouble ??= new ConditionRead.NotUnderstood(column, reason);
        return null;
    }

    private static string? Field(ConditionToken token)
    {
        if (token.IsQuoted)
            return null;
        var name = token.Text.ToLowerInvariant();
        return KnownFields.Contains(name) ? name : CustomField().Match(name) is { Success: true } custom ? $"customfield_{custom.Groups["id"].Value}" : null;
    }

    [GeneratedRegex(@"^(customfield_(?<id>\d{1,18})|cf\[(?<id>\d{1,18})\])$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CustomField();
}
