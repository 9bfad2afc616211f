//! How often a fact of a given confidence is right.

use std::fmt::Write as _;

use super::report::Report;

/// Facts whose confidence lies between two tenths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Band {
    /// How many are right.
    pub right: usize,
    /// How many there are.
    pub all: usize,
}

impl Report {
    /// Ten bands, from 0.0 up to 0.1 to from 0.9 up to 1.0.
    pub fn calibration(&self) -> [Band; 10] {
        let mut bands = [Band::default(); 10];
        for judged in self
            .documents
            .values()
            .flat_map(|document| &document.judged)
        {
            // Half a thousandth keeps 0.9, which no float meets exactly, in its band.
            let tenth = (f64::from(judged.confidence) * 10.0 + 0.0005).clamp(0.0, 9.0) as usize;
            bands[tenth].all += 1;
            bands[tenth].right += usize::from(judged.right);
        }
        bands
    }

    /// The bands as a table, and below it the two figures that count: how many facts of 0.9 or more are right, and how many there are.
    pub fn calibration_table(&self) -> String {
        let bands = self.calibration();
        let all: usize = bands.iter().map(|band| band.all).sum();
        let share = |part: usize, whole: usize| {
            if whole == 0 {
                0.0
            } else {
                100.0 * part as f64 / whole as f64
            }
        };
        let mut text = String::from("confidence   right /  all\n");
        for (tenth, band) in bands
            .iter()
            .enumerate()
            .rev()
            .filter(|(_, band)| band.all > 0)
        {
            let (low, high) = (tenth as f64 / 10.0, (tenth + 1) as f64 / 10.0);
            let _ = writeln!(
                text,
                "{low:.1} - {high:.1}    {:>5} / {:>4}  {:>5.1} %",
                band.right,
                band.all,
                share(band.right, band.all)
            );
        }
        let sure = bands[9];
        let _ = writeln!(
            text,
            "of the facts with 0.9 or more {:.1} % are right; they are {:.1} % of {all} facts",
            share(sure.right, sure.all),
            share(sure.all, all)
        );
        text
    }
}

#[cfg(test)]
mod tests {
    use super::super::{DocumentReport, Judged};
    use super::*;

    #[test]
    fn bands_hold_their_lower_end() {
        let judged = |confidence, right| Judged {
            fact: "payer".into(),
            rule: String::new(),
            confidence,
            right,
        };
        let document = DocumentReport {
            judged: vec![
                judged(0.9, true),
                judged(1.0, true),
                judged(0.89, false),
                judged(0.0, false),
            ],
            ..DocumentReport::default()
        };
        let report = Report {
            documents: [("d".to_owned(), document)].into(),
        };
        let bands = report.calibration();
        assert_eq!(
            (bands[9], bands[8], bands[0]),
            (
                Band { right: 2, all: 2 },
                Band { right: 0, all: 1 },
                Band { right: 0, all: 1 }
            )
        );
        assert!(
            report
                .calibration_table()
                .contains("100.0 % are right; they are 50.0 % of 4 facts")
        );
    }
}
