using System.Security.Cryptography;
using System.Text;

namespace JsmConnector.Incidents.Wording.Approvals;

/// <summary>
/// What an approval is bound to: the words and the answers, and the facts they were approved for. Another stage, severity or component is another hash: what was
/// right then may be wrong now, and is approved anew. Pure.
/// </summary>
public static class WordsHash
{
    /// <param name="incident">As it stands, before the words change it.</param>
    /// <param name="answers">All that stand after the words.</param>
    public static string Of(Incident incident, SpokenWords words, IReadOnlyDictionary<string, string> answers)
    {
        string[] parts =
        [
            incident.Class, incident.Severity.ToString(), string.Join('\n', incident.AffectedNames()), (words.Stage ?? incident.Stage).Name(), words.Title?.Trim() ?? incident.PublicTitle, words.CorrectionOf ?? "",
            words.Customers.Trim().ReplaceLineEndings("\n"),
            .. words.States.OrderBy(state => state.Key, StringComparer.Ordinal).Select(state => $"{state.Key}={state.Value.Name()}"),
            .. words.Others.OrderBy(other => other.Key, StringComparer.Ordinal).Select(other => $"{other.Key}={other.Value}"),
            .. answers.OrderBy(answer => answer.Key, StringComparer.Ordinal).Select(answer => $"{answer.Key}={answer.Value}"),
        ];
        // The length before each part: no two lists read as the same text.
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Select(part => $"{part.Length}:{part}")))));
    }
}
