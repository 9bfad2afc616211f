//! What joins capitalised words to one name: 'of', 'and', dashes, commas, numbers.

use super::*;

impl Scan<'_, '_> {
    /// 'Horizon 2020', 'Vision 2030': a number that belongs to the name.
    pub(super) fn is_version(&self, position: usize, range: &Range<usize>) -> bool {
        let form = self.reading.form(position);
        position < range.end
            && form.len() <= 4
            && form.bytes().all(|byte| byte.is_ascii_digit())
            && self.reading.segments.tokens[position].spaced
            && self
                .reading
                .amount_at(position)
                .is_none_or(|mention| mention.span == self.reading.segments.tokens[position].span)
            && !self.reading.lower.get(position + 1).is_some_and(|word| {
                matches!(
                    word.as_str(),
                    "million" | "billion" | "%" | "percent" | "jobs" | "people"
                )
            })
            && (form.len() == 4 || self.reading.form(position - 1).len() <= 4)
            && self.reading.amount_at(position - 1).is_none()
    }

    /// What a connector at `end` joins to the run: the connector's atom and the next piece.
    pub(super) fn joined(
        &self,
        run: &[Atom],
        end: usize,
        range: &Range<usize>,
    ) -> Option<Vec<Atom>> {
        if self.reading.lower[end] == "," && self.is_list_in_name(run, end, range) {
            let follower = self.atom(end + 1, range)?;
            return Some(vec![
                Atom {
                    tokens: end..end + 1,
                    entries: Vec::new(),
                },
                follower,
            ]);
        }
        if matches!(self.reading.form(end), "–" | "—" | "-" | "/")
            && !self.reading.segments.tokens[end].spaced
            && self
                .reading
                .segments
                .tokens
                .get(end + 1)
                .is_some_and(|token| !token.spaced)
        {
            let follower = self.atom(end + 1, range).filter(|_| end + 1 < range.end)?;
            return Some(vec![
                Atom {
                    tokens: end..end + 1,
                    entries: Vec::new(),
                },
                follower,
            ]);
        }
        let connector = self
            .rules
            .connectors
            .get(self.reading.lower[end].as_str())?;
        let takes = |set: &rustc_hash::FxHashSet<String>| {
            run.iter().any(|atom| {
                atom.tokens
                    .clone()
                    .any(|token| set.contains(self.reading.form(token)))
            })
        };
        let mut next = end + 1;
        match connector {
            Connector::Particle => {
                // 'de la Cruz', 'von der Leyen': particles may follow one another.
                while next < range.end
                    && self.rules.connectors.get(self.reading.lower[next].as_str())
                        == Some(&Connector::Particle)
                {
                    next += 1;
                }
                if !matches!(self.reading.form(end), "&")
                    && run.last().is_some_and(|atom| atom.is_demonym())
                {
                    return None;
                }
            }
            Connector::Of | Connector::For => {
                let heads = if *connector == Connector::Of {
                    &self.rules.of_heads
                } else {
                    &self.rules.for_heads
                };
                if !takes(heads) {
                    return None;
                }
                if self
                    .rules
                    .connectors
                    .get(self.reading.lower.get(next)?.as_str())
                    == Some(&Connector::Article)
                {
                    next += 1;
                }
            }
            Connector::And => {
                if !self.joins_and(run, end, range) {
                    return None;
                }
            }
            Connector::Article => return None,
        }
        let follower = (next < range.end)
            .then(|| self.atom(next, range))
            .flatten()?;
        Some(vec![
            Atom {
                tokens: end..next,
                entries: Vec::new(),
            },
            follower,
        ])
    }

    /// 'Ministry of Science, Technology and Innovation': after 'of', a comma, a capitalised word, and an 'and' soon after.
    pub(super) fn is_list_in_name(&self, run: &[Atom], comma: usize, range: &Range<usize>) -> bool {
        let inside_of = run
            .iter()
            .any(|atom| matches!(self.reading.lower[atom.tokens.start].as_str(), "of" | "for"))
            && self
                .rules
                .of_heads
                .contains(self.reading.form(run[0].tokens.start))
                | self
                    .rules
                    .for_heads
                    .contains(self.reading.form(run[0].tokens.start));
        let known = |token: usize| {
            self.known.get(&token).is_some_and(|(_, entries)| {
                entries.iter().any(|entry| entry.naming < Naming::Nickname)
            })
        };
        let next = comma + 1;
        inside_of
            && next < range.end
            && self.atom(next, range).is_some()
            && !known(next)
            && !known(run[run.len() - 1].tokens.start)
            && self.reading.lower[next + 1..range.end.min(next + 5)]
                .iter()
                .any(|word| word == "and" || word == "&")
    }

    /// Whether 'and' stands inside one name: 'Ministry of Trade and Industry', 'the CHIPS and Science Act'.
    pub(super) fn joins_and(&self, run: &[Atom], and: usize, range: &Range<usize>) -> bool {
        let inside_of = run
            .iter()
            .any(|atom| matches!(self.reading.lower[atom.tokens.start].as_str(), "of" | "for"));
        let mut end = and + 1;
        while end < range.end
            && (self.atom(end, range).is_some() && self.title(end, range).is_none())
        {
            end += 1;
        }
        if end == and + 1
            || self.known.get(&(and + 1)).is_some_and(|(_, entries)| {
                entries.iter().any(|entry| entry.naming < Naming::Nickname)
            })
        {
            return false;
        }
        let starts_anew = self.rules.of_heads.contains(self.reading.form(and + 1));
        if inside_of {
            // 'Ministry of Finance and Siemens': what follows stands alone elsewhere, or is an organisation of its own.
            return !starts_anew && end - and <= 4 && self.head_weight(end - 1) < 2.5;
        }
        let start = run[0].tokens.start;
        let introduced = start > range.start
            && matches!(
                self.reading.lower[start - 1].as_str(),
                "the" | "'s" | "’s" | "its" | "new" | "a"
            );
        introduced
            && run.len() <= 2
            && run
                .iter()
                .all(|atom| atom.entries.is_empty() || atom.is_demonym())
            && self.head_weight(end - 1) >= 2.0
            && self.head_weight(and - 1) == 0.0
            && !starts_anew
    }
}
