//! Pages that were made already, for as long as nothing is written: a page of an actor with thousands of sums takes seconds to make.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
};

use super::reply::Page;

/// Bytes of all pages that are kept.
const MOST: usize = 64 << 20;
/// Longest name under which a page is kept.
const LONGEST: usize = 2_000;

/// The pages; the oldest goes first when there are too many.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<Pages>);

#[derive(Debug, Default)]
struct Pages {
    /// The number of the last write before they were made.
    change: u64,
    bytes: usize,
    pages: HashMap<String, Page>,
    order: VecDeque<String>,
}

impl Kept {
    /// The page with this name, if it was made after this write.
    pub(super) fn get(&self, name: &str, change: u64) -> Option<Page> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (kept.change == change)
            .then(|| kept.pages.get(name).cloned())
            .flatten()
    }

    /// Keeps it. `change` is the number of the last write before the page was begun.
    pub(super) fn put(&self, name: String, change: u64, page: &Page) {
        if name.len() > LONGEST || page.bytes.len() > MOST / 8 {
            return;
        }
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.change < change {
            *kept = Pages {
                change,
                ..Pages::default()
            };
        }
        if kept.change > change || kept.pages.contains_key(&name) {
            return;
        }
        kept.bytes += name.len() + page.bytes.len();
        kept.order.push_back(name.clone());
        kept.pages.insert(name, page.clone());
        while kept.bytes > MOST {
            let Some(oldest) = kept.order.pop_front() else {
                break;
            };
            if let Some(page) = kept.pages.remove(&oldest) {
                kept.bytes -= oldest.len() + page.bytes.len();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_outdates_all_pages() {
        let kept = Kept::default();
        let page = |text: &str| Page::html(text.to_owned());
        kept.put("/a".to_owned(), 0, &page("old"));
        assert!(kept.get("/a", 0).is_some() && kept.get("/b", 0).is_none());
        assert!(kept.get("/a", 1).is_none());
        kept.put("/a".to_owned(), 1, &page("new"));
        // Begun before the write, done after it.
        kept.put("/b".to_owned(), 0, &page("late"));
        assert!(kept.get("/b", 1).is_none());
        assert_eq!(kept.get("/a", 1).expect("a page").bytes, "new".as_bytes());
    }

    #[test]
    fn the_oldest_make_room() {
        let kept = Kept::default();
        let large = Page::html("x".repeat(MOST / 8));
        for number in 0..12 {
            kept.put(number.to_string(), 0, &large);
        }
        assert!(kept.get("0", 0).is_none() && kept.get("11", 0).is_some());
        kept.put("huge".to_owned(), 0, &Page::html("x".repeat(MOST / 2)));
        assert!(kept.get("huge", 0).is_none());
    }
}
