//! `multipart/form-data`: the files of a form, as the Graph Store Protocol takes them.

use axum::body::Bytes;

use super::{negotiate::essence, problem::Problem};

/// The boundary in the `Content-Type`.
pub(super) fn boundary(content_type: &str) -> Option<String> {
    let (_, rest) = content_type.split_once("boundary=")?;
    let boundary = rest.split(';').next()?.trim().trim_matches('"');
    (1..=70)
        .contains(&boundary.len())
        .then(|| boundary.to_owned())
}

/// Media type and content of each part.
pub(super) fn parts(body: &Bytes, boundary: &str) -> Result<Vec<(String, Bytes)>, Problem> {
    let cut_off = || Problem::bad("the multipart body is cut off or its boundary is another");
    let marker = format!("--{boundary}");
    let mut parts = Vec::new();
    let mut at = find(body, marker.as_bytes(), 0).ok_or_else(cut_off)? + marker.len();
    loop {
        if body.get(at..at + 2) == Some(b"--") {
            return Ok(parts);
        }
        let (head_end, gap) = head_end(body, at).ok_or_else(cut_off)?;
        let start = head_end + gap;
        let next = find(body, marker.as_bytes(), start).ok_or_else(cut_off)?;
        let head = String::from_utf8_lossy(&body[at..head_end]).to_lowercase();
        let media_type = head
            .lines()
            .find_map(|line| line.trim().strip_prefix("content-type:"))
            .map_or("", essence);
        // The line break before a boundary belongs to the boundary.
        let mut end = next;
        for byte in [b'\n', b'\r'] {
            if end > start && body[end - 1] == byte {
                end -= 1;
            }
        }
        parts.push((media_type.to_owned(), body.slice(start..end)));
        at = next + marker.len();
    }
}

/// Where the empty line after the head begins, and how long it is.
fn head_end(body: &[u8], at: usize) -> Option<(usize, usize)> {
    let windows = find(body, b"\r\n\r\n", at).map(|found| (found, 4));
    let unix = find(body, b"\n\n", at).map(|found| (found, 2));
    windows.into_iter().chain(unix).min()
}

fn find(body: &[u8], what: &[u8], from: usize) -> Option<usize> {
    body.get(from..)?
        .windows(what.len())
        .position(|window| window == what)
        .map(|found| from + found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_cut_out() {
        let body = Bytes::from_static(
            b"--x\r\nContent-Type: text/turtle; charset=utf-8\r\n\r\n<a> <b> <c> .\r\n--x\nA: b\n\nz\n--x--",
        );
        let found = parts(&body, "x").expect("parts");
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[0],
            (
                "text/turtle".to_owned(),
                Bytes::from_static(b"<a> <b> <c> .")
            )
        );
        assert_eq!(found[1].1, Bytes::from_static(b"z"));
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        for body in ["", "--x", "--x\r\nA: b", "--x\r\n\r\n\r\nz", "--y--"] {
            assert!(parts(&Bytes::from(body), "x").is_err(), "{body:?}");
        }
    }
}
