//! The Content-Security-Policy of pages.

/// Nothing is loaded from elsewhere, no script or style stands in a page, and forms go to the
/// portal itself or to the place that takes statements.
pub fn policy(intake: Option<&str>) -> String {
    let intake = intake.and_then(origin).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; base-uri 'none'; form-action 'self'{intake}"
    )
}

/// What a page of the endpoint may load: style and script of the portal, which may have another
/// origin, and nothing else. Its forms go to the endpoint itself, and to the search of the portal.
pub fn policy_of_intake(portal: &str) -> String {
    let portal = origin(portal).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'{portal}; style-src 'self'{portal}; \
         img-src 'self'{portal} data:; base-uri 'none'; form-action 'self'{portal}"
    )
}

/// ` https://host:port` of an address, if it has only characters that a host and port may have.
fn origin(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split('/').next()?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte);
    let is_web = scheme == "https" || scheme == "http";
    (is_web && !host.is_empty() && host.bytes().all(is_plain))
        .then(|| format!(" {scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_where_statements_go_and_nothing_else() {
        assert!(policy(None).ends_with("form-action 'self'"));
        let with = policy(Some("https://annahme.example.org:8443/form?x"));
        assert!(with.ends_with("form-action 'self' https://annahme.example.org:8443"));
        assert!(policy(Some("https://a; script-src *")).ends_with("form-action 'self'"));
        assert!(policy(Some("javascript://x")).ends_with("form-action 'self'"));
    }

    #[test]
    fn a_page_of_the_endpoint_leads_to_the_search_of_its_portal() {
        let policy = policy_of_intake("https://plan.example/portal/");
        assert!(
            policy.ends_with("form-action 'self' https://plan.example"),
            "{policy}"
        );
    }
}
